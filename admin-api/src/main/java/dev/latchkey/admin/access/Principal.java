// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Tenant;
import java.util.EnumSet;
import java.util.Set;

/**
 * Who acts, for which tenant, and what they may do there. Made anew for every request, so that a
 * demoted person loses rights as soon as the issuer stops saying otherwise.
 *
 * @param roles the known ones among those that the token names
 * @param permissions of all roles together with those that the token names itself
 */
public record Principal(Tenant tenant, Actor actor, Set<Role> roles, Set<Permission> permissions) {
  public Principal {
    roles = Set.copyOf(roles);
    permissions = Set.copyOf(permissions);
  }

  /** Whether it was granted that, by a role or by name. */
  public boolean may(Permission permission) {
    return permissions.contains(permission);
  }

  /** Whether its token or account names that role. */
  public boolean is(Role role) {
    return roles.contains(role);
  }

  /** Whoever runs the command line on this machine: may do everything. */
  public static Principal operator(Tenant tenant, String name) {
    return new Principal(
        tenant,
        new Actor(Actor.Type.OPERATOR, name, name),
        Set.of(Role.OWNER),
        EnumSet.allOf(Permission.class));
  }
}
