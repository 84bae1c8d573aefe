// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import org.jspecify.annotations.Nullable;

/**
 * On whose account, by whom and in which request a change is made: what the audit row records.
 *
 * @param address the client's address, if there was one
 * @param reason given by the person, if any
 */
public record Attribution(
    Tenant tenant,
    Actor actor,
    String requestId,
    @Nullable String address,
    @Nullable String reason) {}
