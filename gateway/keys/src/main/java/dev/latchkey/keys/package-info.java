// SPDX-License-Identifier: Apache-2.0
/**
 * The shared vocabulary of data plane and control plane: what a key is, how its secret is made and
 * digested, when it may be used, and the narrow ports to wherever keys are kept. Free of web, SQL
 * and JSON, so that both programs agree by construction.
 */
@NullMarked
package dev.latchkey.keys;

import org.jspecify.annotations.NullMarked;
