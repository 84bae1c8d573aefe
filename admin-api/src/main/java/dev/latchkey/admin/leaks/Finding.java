// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import dev.latchkey.keys.KeyDigest;

/**
 * One text that a scanner or a person found.
 *
 * @param source who found it, such as {@code github}
 * @param url where; empty if unknown
 * @param kind what the scanner calls it; empty for nothing
 */
public record Finding(KeyDigest digest, String source, String url, String kind) {}
