// SPDX-License-Identifier: Apache-2.0
/**
 * Whose key it is: the three caches in front of the store, and the proof that a usable key was
 * presented.
 */
@NullMarked
package dev.latchkey.gateway.authenticate;

import org.jspecify.annotations.NullMarked;
