// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import dev.latchkey.keys.calls.CallRecords;
import dev.latchkey.keys.leaks.Leaks;
import dev.latchkey.keys.login.Accounts;
import dev.latchkey.keys.login.Sessions;

/**
 * The ports of the control plane, all on one store.
 *
 * @param lookup for finding the key that somebody holds
 */
public record ControlStore(
    KeyLedger keys,
    KeyLookup lookup,
    ConsumerLedger consumers,
    AuditLog audit,
    KeyUpkeep upkeep,
    NodeRegistry nodes,
    Accounts accounts,
    Sessions sessions,
    Leaks leaks,
    UsageReports usage,
    CallRecords calls,
    WebhookLedger webhooks) {}
