// SPDX-License-Identifier: Apache-2.0
/** Counters that hang on a key in memory, so that counting a call looks nothing up. */
@NullMarked
package dev.latchkey.gateway.usage;

import org.jspecify.annotations.NullMarked;
