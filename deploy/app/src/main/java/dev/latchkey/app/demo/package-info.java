// SPDX-License-Identifier: Apache-2.0
/**
 * Everything that the first ten minutes need: a database, a backend, four products and a key for
 * each.
 */
@NullMarked
package dev.latchkey.app.demo;

import org.jspecify.annotations.NullMarked;
