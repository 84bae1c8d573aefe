// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Role;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.Need;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation with every role, held to a table that is written down here and nowhere else. */
@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoleTableIT {
  private static final String ID = "0199a1b2-0000-7000-8000-000000000001";

  /** What it takes, and who has it: owner, admin, developer, viewer, auditor. */
  private static final String TABLE =
      """
      keys:read        O A D V U
      keys:create      O A D
      keys:update      O A D
      keys:grant       O A
      keys:revoke      O A D
      keys:rotate      O A D
      keys:purge       O A
      keys:import      O A
      keys:verify      O A D
      usage:read       O A D V U
      audit:read       O A     U
      profiles:read    O A D V
      plans:read       O A D V
      consumers:read   O A D V
      consumers:write  O A
      webhooks:read    O A
      webhooks:write   O A
      leaks:read       O A
      leaks:write      O A
      system:read      O A
      """;

  private final Map<String, Set<Role>> holders = new HashMap<>();
  private RunningAdmin admin;

  @BeforeAll
  void start(RunningAdmin running) {
    admin = running;
    TABLE
        .lines()
        .forEach(
            line -> {
              String[] words = line.trim().split(" +", -1);
              Set<Role> roles = new TreeSet<>();
              for (int i = 1; i < words.length; i++) {
                roles.add(role(words[i]));
              }
              holders.put(words[0], roles);
            });
  }

  @Test
  void theTableNamesEveryPermission() {
    assertThat(holders.keySet())
        .isEqualTo(
            Set.of(Permission.values()).stream().map(Permission::word).collect(Collectors.toSet()));
  }

  /** Granting scopes beyond one's own is asked of a body, not of an operation. */
  @Test
  void everyOtherPermissionOpensAnOperation() {
    Set<Permission> needed =
        admin.api.operations().stream()
            .flatMap(operation -> needed(operation).stream())
            .collect(Collectors.toSet());

    assertThat(needed)
        .containsExactlyInAnyOrderElementsOf(
            EnumSet.complementOf(EnumSet.of(Permission.KEYS_GRANT)));
  }

  private static Set<Permission> needed(Operation operation) {
    if (operation.need() instanceof Need.Holding holding) {
      return Set.of(holding.permission());
    }
    return operation.need() instanceof Need.HoldingAny any ? any.permissions() : Set.of();
  }

  private boolean holds(Role role, Permission permission) {
    return Objects.requireNonNull(holders.get(permission.word())).contains(role);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyOperationIsOpenToExactlyTheRolesOfTheTable(Role role) {
    String token = admin.token(role.word());

    for (Operation operation : admin.api.operations()) {
      Set<Permission> needed = needed(operation);
      if (!needed.isEmpty()) {
        Reply reply = send(operation, token);
        if (needed.stream().anyMatch(permission -> holds(role, permission))) {
          assertThat(reply.status())
              .as("%s by %s", operation.id(), role)
              .isNotIn(401, 403, 405, 500, 503);
        } else {
          assertThat(reply.status()).as("%s by %s", operation.id(), role).isEqualTo(403);
          assertThat(reply.code()).isEqualTo("permission_denied");
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void everyRoleMayReadWhoItIs(Role role) {
    Reply me = admin.get("/admin/v1/me", admin.token(role.word()));

    Set<String> held =
        holders.entrySet().stream()
            .filter(entry -> entry.getValue().contains(role))
            .map(Map.Entry::getKey)
            .collect(Collectors.toSet());

    assertThat(me.at("/roles/0")).isEqualTo(role.word());
    assertThat(words(me)).containsAll(held);
    assertThat(words(me)).allMatch(word -> held.contains(word) || word.startsWith("settings:"));
  }

  private static Set<String> words(Reply me) {
    Set<String> words = new TreeSet<>();
    me.json().path("permissions").forEach(word -> words.add(word.asText()));
    return words;
  }

  private Reply send(Operation operation, String token) {
    String path = operation.path().replaceAll("\\{[a-zA-Z]+\\}", ID);
    String method = operation.method().name();
    return operation.body().schema() == null
        ? admin.send(method, path, token, null)
        : admin.send(method, path, token, "]", "Content-Type", "application/json");
  }

  private static Role role(String letter) {
    return switch (letter) {
      case "O" -> Role.OWNER;
      case "A" -> Role.ADMIN;
      case "D" -> Role.DEVELOPER;
      case "V" -> Role.VIEWER;
      case "U" -> Role.AUDITOR;
      default -> throw new IllegalArgumentException(letter);
    };
  }
}
