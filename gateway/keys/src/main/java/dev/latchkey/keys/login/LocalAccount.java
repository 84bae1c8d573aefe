// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Tenant;
import java.util.UUID;

/**
 * An administrator for whom no identity provider vouches.
 *
 * @param name unique within the tenant
 * @param role such as {@code owner}
 */
public record LocalAccount(
    UUID id, Tenant tenant, String name, String role, PasswordHash password) {

  /** As audit rows name them. */
  public Actor actor() {
    return new Actor(Actor.Type.USER, "local:" + id, name);
  }
}
