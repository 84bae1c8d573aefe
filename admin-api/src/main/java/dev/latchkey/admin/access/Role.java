// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.Permission.AUDIT_READ;
import static dev.latchkey.admin.access.Permission.CONSUMERS_READ;
import static dev.latchkey.admin.access.Permission.KEYS_CREATE;
import static dev.latchkey.admin.access.Permission.KEYS_READ;
import static dev.latchkey.admin.access.Permission.KEYS_REVOKE;
import static dev.latchkey.admin.access.Permission.KEYS_ROTATE;
import static dev.latchkey.admin.access.Permission.KEYS_UPDATE;
import static dev.latchkey.admin.access.Permission.KEYS_VERIFY;
import static dev.latchkey.admin.access.Permission.PLANS_READ;
import static dev.latchkey.admin.access.Permission.PROFILES_READ;
import static dev.latchkey.admin.access.Permission.USAGE_READ;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Named sets of permissions, as tokens carry them. */
public enum Role {
  OWNER(EnumSet.allOf(Permission.class)),
  ADMIN(EnumSet.allOf(Permission.class)),
  DEVELOPER(
      EnumSet.of(
          KEYS_READ,
          KEYS_CREATE,
          KEYS_UPDATE,
          KEYS_REVOKE,
          KEYS_ROTATE,
          KEYS_VERIFY,
          USAGE_READ,
          PROFILES_READ,
          PLANS_READ,
          CONSUMERS_READ)),
  VIEWER(EnumSet.of(KEYS_READ, USAGE_READ, PROFILES_READ, PLANS_READ, CONSUMERS_READ)),
  AUDITOR(EnumSet.of(KEYS_READ, AUDIT_READ, USAGE_READ));

  @SuppressWarnings("ImmutableEnumChecker") // wrapped below, and never handed out otherwise
  private final Set<Permission> permissions;

  Role(EnumSet<Permission> permissions) {
    this.permissions = Collections.unmodifiableSet(permissions);
  }

  public Set<Permission> permissions() {
    return permissions;
  }

  /** As tokens write it, such as {@code owner}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that name, in lower case; empty for any other word. */
  public static Optional<Role> ofWord(String word) {
    for (Role role : values()) {
      if (role.word().equals(word)) {
        return Optional.of(role);
      }
    }
    return Optional.empty();
  }
}
