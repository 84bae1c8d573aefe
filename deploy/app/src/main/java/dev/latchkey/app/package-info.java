// SPDX-License-Identifier: Apache-2.0
/** The program: its command line, and the one place where everything is put together. */
@NullMarked
package dev.latchkey.app;

import org.jspecify.annotations.NullMarked;
