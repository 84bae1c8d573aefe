// SPDX-License-Identifier: Apache-2.0
/**
 * The store against a real PostgreSQL: the contracts of its ports, and what happens when the server
 * hangs, dies, or is changed behind our back.
 */
@NullMarked
package dev.latchkey.keys.postgres;

import org.jspecify.annotations.NullMarked;
