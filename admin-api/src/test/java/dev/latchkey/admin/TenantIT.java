// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.json.Json;
import dev.latchkey.keys.postgres.TestDatabase;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What belongs to one tenant is not there for another one, on any route: the routes come from the
 * table of operations, so that none can be forgotten.
 */
@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TenantIT {
  private static final String MARK = "only-of-acme";

  private RunningAdmin admin;
  private TestDatabase database;
  private String stranger;
  private String key;
  private String consumer;

  @BeforeAll
  void start(RunningAdmin running, TestDatabase fresh) {
    database = fresh;
    admin = running;
    String owner = admin.token("owner");
    stranger = admin.token("other", "owner");
    consumer =
        admin.post("/admin/v1/consumers", owner, "{\"externalId\":\"" + MARK + "\"}").at("/id");
    key =
        admin
            .post(
                "/admin/v1/keys",
                owner,
                "{\"profile\":\"agent\",\"name\":\"%s\",\"tags\":[\"%s\"],\"consumerId\":\"%s\"}"
                    .formatted(MARK, MARK, consumer))
            .at("/key/id");
  }

  @Test
  void nothingOfATenantIsFoundByAnotherOneOnAnyRouteWithAnId() {
    String before = everything();

    assertThat(admin.api.operations().stream().filter(operation -> operation.path().contains("{")))
        .hasSizeGreaterThan(10)
        .allSatisfy(
            operation -> {
              Reply reply = send(operation, path(operation), "{}");
              assertThat(reply.status()).as(operation.id()).isIn(404, 400);
              assertThat(reply.text()).as(operation.id()).doesNotContain(MARK);
              if (operation.body().optional()) {
                assertThat(reply.status()).as(operation.id()).isEqualTo(404);
              }
            });
    assertThat(everything()).isEqualTo(before);
  }

  @Test
  void noListShowsAnotherTenantsRows() {
    assertThat(
            admin.api.operations().stream()
                .filter(operation -> !operation.path().contains("{"))
                .filter(operation -> operation.method().name().equals("GET")))
        .hasSizeGreaterThan(5)
        .allSatisfy(
            operation -> {
              Reply reply = send(operation, operation.path(), null);
              assertThat(reply.status()).as(operation.id()).isLessThan(500);
              assertThat(reply.text()).as(operation.id()).doesNotContain(MARK, key, consumer);
            });
  }

  @Test
  void nothingIsChangedOrMadeFromAnotherTenantsRows() {
    String before = everything();

    Reply bulk =
        admin.post(
            "/admin/v1/keys/bulk",
            stranger,
            "{\"action\":\"revoke\",\"filter\":{\"tag\":\"" + MARK + "\"}}");
    Reply copy =
        admin.post("/admin/v1/keys", stranger, "{\"copyFrom\":\"" + key + "\",\"name\":\"mine\"}");
    Reply member =
        admin.post(
            "/admin/v1/keys",
            stranger,
            "{\"profile\":\"agent\",\"name\":\"mine\",\"consumerId\":\"" + consumer + "\"}");
    Reply export = admin.get("/admin/v1/audit-events?format=ndjson", stranger);

    assertThat(bulk.at("/matched")).isEqualTo("0");
    assertThat(copy.errors()).contains("/copyFrom unknown_key");
    assertThat(member.errors()).containsExactly("/consumerId unknown_consumer");
    assertThat(export.text()).doesNotContain(MARK, key);
    assertThat(everything()).isEqualTo(before);
  }

  /** As an administrator of everything, so that only the tenant can be what refuses. */
  private Reply send(Operation operation, String path, @Nullable String body) {
    String method = operation.method().name();
    return body == null || operation.body().schema() == null
        ? admin.send(method, path, stranger, null)
        : admin.send(method, path, stranger, body, "Content-Type", "application/json");
  }

  private String path(Operation operation) {
    String id = operation.path().contains("/consumers/") ? consumer : key;
    return operation.path().replace("{id}", id).replaceAll("\\{[a-zA-Z]+}", key);
  }

  private String everything() {
    return Json.array(
            Stream.of("api_key", "api_key_secret", "consumer", "audit_event")
                .flatMap(
                    table ->
                        database
                            .query("SELECT t::text FROM latchkey." + table + " t ORDER BY 1")
                            .stream())
                .filter(row -> !row.contains("other"))
                .toList())
        .toString();
  }

  @Test
  void theStrangerIsNotRefusedForLackOfRights() {
    List<String> held =
        admin.get("/admin/v1/me", stranger).json().findValues("permissions").stream()
            .map(Object::toString)
            .toList();

    assertThat(held).hasSize(1);
    assertThat(held.get(0))
        .contains(Stream.of(Permission.values()).map(Permission::word).toArray(String[]::new));
  }
}
