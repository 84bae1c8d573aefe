// SPDX-License-Identifier: Apache-2.0
/**
 * Ports to what is known of leaked keys, and to the decoys that are laid out for whoever finds
 * them.
 */
@NullMarked
package dev.latchkey.keys.leaks;

import org.jspecify.annotations.NullMarked;
