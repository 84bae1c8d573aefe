// SPDX-License-Identifier: Apache-2.0
/** Single calls, kept for a day: why they were refused, and who makes them. */
@NullMarked
package dev.latchkey.keys.calls;

import org.jspecify.annotations.NullMarked;
