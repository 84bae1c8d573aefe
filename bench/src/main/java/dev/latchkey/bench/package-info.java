// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of single parts, J1 to J12 of {@code docs/performance.md}. */
@NullMarked
package dev.latchkey.bench;

import org.jspecify.annotations.NullMarked;
