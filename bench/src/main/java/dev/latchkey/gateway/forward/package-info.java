// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of what the forwarder keeps to itself. */
package dev.latchkey.gateway.forward;
