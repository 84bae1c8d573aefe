// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.keys.ControlStore;

/**
 * The ports that the control plane works with.
 *
 * @param evaluator {@link CallEvaluator#NONE} on a node without a gateway
 */
public record AdminPorts(ControlStore store, CallEvaluator evaluator) {}
