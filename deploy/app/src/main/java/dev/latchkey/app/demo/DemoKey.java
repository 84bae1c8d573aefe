// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.keys.KeySecret;

/**
 * A key that was made for the demo.
 *
 * @param header where clients of this product send it
 */
record DemoKey(String profile, String name, String id, KeySecret secret, String header) {}
