// SPDX-License-Identifier: Apache-2.0
/**
 * The listener for operators: whether the process lives, whether it takes traffic, and its numbers.
 */
@NullMarked
package dev.latchkey.app.manage;

import org.jspecify.annotations.NullMarked;
