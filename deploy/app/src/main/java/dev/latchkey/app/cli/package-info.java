// SPDX-License-Identifier: Apache-2.0
/** The commands. Each reads its options, calls the wiring, and says what happened. */
@NullMarked
package dev.latchkey.app.cli;

import org.jspecify.annotations.NullMarked;
