// SPDX-License-Identifier: Apache-2.0
/**
 * Fuzzing for every module: a target is a class with a static method {@code
 * fuzzerTestOneInput(byte[])}, as Jazzer wants it. The ordinary tests replay its corpus and a few
 * thousand offspring, always the same.
 */
@NullMarked
package dev.latchkey.fuzz;

import org.jspecify.annotations.NullMarked;
