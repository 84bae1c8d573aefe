// SPDX-License-Identifier: Apache-2.0
/** To the upstream and back: connection pools, header rules, bodies streamed both ways. */
@NullMarked
package dev.latchkey.gateway.forward;

import org.jspecify.annotations.NullMarked;
