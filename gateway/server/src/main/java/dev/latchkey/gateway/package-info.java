// SPDX-License-Identifier: Apache-2.0
/**
 * The data plane: its verticle, and the wiring that turns configuration into the pipeline. One
 * package per stage: accept, identify, authenticate, authorize, limit, forward, record.
 */
@NullMarked
package dev.latchkey.gateway;

import org.jspecify.annotations.NullMarked;
