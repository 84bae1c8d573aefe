// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/** The ports of the control plane, all on one store. */
public record ControlStore(
    KeyLedger keys, ConsumerLedger consumers, AuditLog audit, KeyUpkeep upkeep) {}
