// SPDX-License-Identifier: Apache-2.0
/** Latchkey between clients and servers of other makes, over real connections. */
@NullMarked
package dev.latchkey.interop;

import org.jspecify.annotations.NullMarked;
