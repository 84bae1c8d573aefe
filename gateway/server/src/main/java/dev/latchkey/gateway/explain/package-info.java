// SPDX-License-Identifier: Apache-2.0
/**
 * Whether a key would pass on a route, and why not: the stages of the data plane, asked one by one
 * about a call that nobody makes. Makes no proof and counts nothing.
 */
@NullMarked
package dev.latchkey.gateway.explain;

import org.jspecify.annotations.NullMarked;
