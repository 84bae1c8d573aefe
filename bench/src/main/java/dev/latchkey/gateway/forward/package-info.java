// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what the forwarder keeps to itself. */
@NullMarked
package dev.latchkey.gateway.forward;

import org.jspecify.annotations.NullMarked;
