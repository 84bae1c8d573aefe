// SPDX-License-Identifier: Apache-2.0
/** Which route a canonical target belongs to, and which key was presented for it. */
@NullMarked
package dev.latchkey.gateway.identify;

import org.jspecify.annotations.NullMarked;
