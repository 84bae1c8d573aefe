// SPDX-License-Identifier: Apache-2.0
/**
 * What strangers may send: tables of raw bytes, each with its required outcome, against the three
 * listeners of the real program. The tables are in {@code src/test/resources/hostile}.
 */
@NullMarked
package dev.latchkey.app.hostile;

import org.jspecify.annotations.NullMarked;
