// SPDX-License-Identifier: Apache-2.0
/** The operating system's side of a running program: signals that ask it to stop. */
@NullMarked
package dev.latchkey.app.process;

import org.jspecify.annotations.NullMarked;
