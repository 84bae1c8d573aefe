// SPDX-License-Identifier: Apache-2.0
/** What a request may cost, counted and not timed: the same on a busy machine as on a quiet one. */
@NullMarked
package dev.latchkey.gateway.budget;

import org.jspecify.annotations.NullMarked;
