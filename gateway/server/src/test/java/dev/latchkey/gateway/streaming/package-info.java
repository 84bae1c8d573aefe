// SPDX-License-Identifier: Apache-2.0
/** Bodies too large to hold, against readers too slow to take them. */
@NullMarked
package dev.latchkey.gateway.streaming;

import org.jspecify.annotations.NullMarked;
