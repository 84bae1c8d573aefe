// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.leaks;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;

/**
 * What a text that somebody found is to us.
 *
 * @param decoy whether it is bait and no key
 */
public record Exposed(Tenant tenant, KeyId id, String profile, boolean decoy) {}
