// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.UsageReports;
import dev.latchkey.keys.WebhookLedger;

/**
 * Everything that the control plane asks of the rest of the program.
 *
 * @param lookup for finding the key that somebody holds
 * @param evaluator {@link CallEvaluator#NONE} on a node without a gateway
 */
public record AdminPorts(
    KeyLedger ledger,
    KeyLookup lookup,
    UsageReports usage,
    WebhookLedger webhooks,
    CallEvaluator evaluator) {}
