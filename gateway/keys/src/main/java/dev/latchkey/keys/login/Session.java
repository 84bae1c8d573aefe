// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who signed in with a browser.
 *
 * @param roles words; of a local account, those that it has now
 * @param permissions words beside the roles
 * @param account null where an identity provider vouched
 * @param endsAt first instant at which it no longer works, used or not
 */
public record Session(
    Tenant tenant,
    Actor actor,
    Set<String> roles,
    Set<String> permissions,
    @Nullable UUID account,
    Instant since,
    Instant endsAt) {
  public Session {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
  }
}
