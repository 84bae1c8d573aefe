// SPDX-License-Identifier: Apache-2.0
/** The score sheets: what is promised, and which test shows it. */
@NullMarked
package dev.latchkey.app.matrix;

import org.jspecify.annotations.NullMarked;
