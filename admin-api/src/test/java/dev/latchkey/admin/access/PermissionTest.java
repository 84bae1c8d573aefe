// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PermissionTest {
  @Test
  void ownersAndAdministratorsMayDoEverything() {
    assertThat(Role.OWNER.permissions()).containsExactlyInAnyOrder(Permission.values());
    assertThat(Role.ADMIN.permissions()).containsExactlyInAnyOrder(Permission.values());
  }

  @Test
  void viewersOnlyRead() {
    assertThat(Role.VIEWER.permissions())
        .allSatisfy(permission -> assertThat(permission.word()).endsWith(":read"));
  }

  @Test
  void auditorsReadKeysUsageAndTheTrail() {
    assertThat(Role.AUDITOR.permissions())
        .containsExactlyInAnyOrder(
            Permission.KEYS_READ, Permission.USAGE_READ, Permission.AUDIT_READ);
  }

  @Test
  void settingsForWritingIsEveryRightOverKeysButGrantAndPurge() {
    Set<Permission> keys = EnumSet.allOf(Permission.class);
    keys.removeIf(permission -> !permission.word().startsWith("keys:"));
    keys.removeAll(Set.of(Permission.KEYS_GRANT, Permission.KEYS_PURGE));

    assertThat(Permission.ofWord("settings:w")).isEqualTo(keys);
    assertThat(Permission.ofWord("settings:r"))
        .containsExactlyInAnyOrder(
            Permission.KEYS_READ, Permission.USAGE_READ, Permission.PROFILES_READ);
  }

  @Test
  void unknownWordsGrantNothing() {
    assertThat(Permission.ofWord("keys:*")).isEmpty();
    assertThat(Permission.ofWord("KEYS:READ")).isEmpty();
  }

  @Test
  void bundlesAreNamedWhenAllOfThemIsHeld() {
    assertThat(
            Permission.wordsOf(
                EnumSet.of(Permission.KEYS_READ, Permission.USAGE_READ, Permission.PROFILES_READ)))
        .containsExactly("keys:read", "profiles:read", "settings:r", "usage:read");
  }
}
