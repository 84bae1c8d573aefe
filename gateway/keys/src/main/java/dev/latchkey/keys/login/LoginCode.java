// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A code that works once: it makes a local administrator, or gives an existing one a new password.
 *
 * @param name the only one it is good for; null for any that does not exist yet
 * @param role of the administrator that it makes
 * @param endsAt first instant at which it no longer works
 */
public record LoginCode(
    KeyDigest digest, Tenant tenant, @Nullable String name, String role, Instant endsAt) {}
