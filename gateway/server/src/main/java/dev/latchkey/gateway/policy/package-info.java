// SPDX-License-Identifier: Apache-2.0
/**
 * What a route does with calls and answers beside checking keys, compiled: rewriting, header
 * changes, CORS, bounds. What a route does not use is null here, and costs it nothing.
 */
@NullMarked
package dev.latchkey.gateway.policy;

import org.jspecify.annotations.NullMarked;
