// SPDX-License-Identifier: Apache-2.0
/** Who keys were given to, and the limits that all keys of one consumer share. */
@NullMarked
package dev.latchkey.admin.consumers;

import org.jspecify.annotations.NullMarked;
