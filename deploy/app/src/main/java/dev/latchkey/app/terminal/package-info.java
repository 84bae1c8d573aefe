// SPDX-License-Identifier: Apache-2.0
/**
 * What a person or a script sees: output, colours, tables, exit codes, and failures in plain words.
 */
@NullMarked
package dev.latchkey.app.terminal;

import org.jspecify.annotations.NullMarked;
