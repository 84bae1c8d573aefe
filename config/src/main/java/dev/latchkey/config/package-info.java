// SPDX-License-Identifier: Apache-2.0
/**
 * One YAML file as records that cannot be wrong: read, checked completely, all problems reported at
 * once with their place and a hint. Knows nothing of Vert.x or of keys; the wiring translates.
 */
@NullMarked
package dev.latchkey.config;

import org.jspecify.annotations.NullMarked;
