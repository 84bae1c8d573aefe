// SPDX-License-Identifier: Apache-2.0
/** The straight line from request to outcome, and the one writer of error bodies. */
@NullMarked
package dev.latchkey.gateway.pipeline;

import org.jspecify.annotations.NullMarked;
