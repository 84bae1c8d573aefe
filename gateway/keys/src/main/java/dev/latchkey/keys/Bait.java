// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * A decoy as the data plane knows it: a text that looks like a key of its profile, opens nothing,
 * and tells on whoever tries it.
 */
public record Bait(KeyId id, Tenant tenant, String profile, String name) {}
