// SPDX-License-Identifier: Apache-2.0
/** How and how much is logged; decided before the first line is. */
@NullMarked
package dev.latchkey.app.logging;

import org.jspecify.annotations.NullMarked;
