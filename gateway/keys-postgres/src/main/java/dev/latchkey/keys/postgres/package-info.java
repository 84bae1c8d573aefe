// SPDX-License-Identifier: Apache-2.0
/**
 * The ports of {@code dev.latchkey.keys} on PostgreSQL: look-up, ledger, change feed and activity,
 * the schema they need, and a PostgreSQL of Latchkey's own for running without an external one.
 */
@NullMarked
package dev.latchkey.keys.postgres;

import org.jspecify.annotations.NullMarked;
