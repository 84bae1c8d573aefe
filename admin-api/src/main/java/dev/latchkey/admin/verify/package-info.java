// SPDX-License-Identifier: Apache-2.0
/** Would this key pass, and why not: asked of the evaluator that also enforces. */
@NullMarked
package dev.latchkey.admin.verify;

import org.jspecify.annotations.NullMarked;
