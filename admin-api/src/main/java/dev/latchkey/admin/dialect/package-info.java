// SPDX-License-Identifier: Apache-2.0
/**
 * The interfaces that existing clients already speak, mounted where a profile says. A dialect
 * renames and wraps; what may be done, and what happens, is the same service's as everywhere.
 */
@NullMarked
package dev.latchkey.admin.dialect;

import org.jspecify.annotations.NullMarked;
