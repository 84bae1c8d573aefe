// SPDX-License-Identifier: Apache-2.0
/**
 * A PostgreSQL of Latchkey's own: unpacked once, started under a supervisor that outlives neither
 * the server nor the Java process, and stopped with it. It keeps its data across restarts, recovers
 * after a kill of either process, and works for root and for an ordinary user.
 */
@NullMarked
package dev.latchkey.keys.postgres.embedded;

import org.jspecify.annotations.NullMarked;
