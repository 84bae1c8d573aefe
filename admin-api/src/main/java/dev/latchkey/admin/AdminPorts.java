// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.verify.CallEvaluator;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.UsageReports;
import dev.latchkey.keys.WebhookLedger;
import dev.latchkey.keys.calls.CallRecords;
import dev.latchkey.keys.leaks.Leaks;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.Sessions;

/**
 * The ports that the control plane works with.
 *
 * @param lookup for finding the key that somebody holds
 * @param evaluator {@link CallEvaluator#NONE} on a node without a gateway
 */
public record AdminPorts(
    ControlStore control,
    KeyLookup lookup,
    Accounts accounts,
    Sessions sessions,
    Leaks leaks,
    UsageReports usage,
    CallRecords calls,
    WebhookLedger webhooks,
    CallEvaluator evaluator) {}
