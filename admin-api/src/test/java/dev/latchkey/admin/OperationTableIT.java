// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.Need;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds router, document and permissions to the one table of operations. */
@ExtendWith(AdminExtension.class)
class OperationTableIT {
  private static final String ID = "0199a1b2-0000-7000-8000-000000000001";

  private final RunningAdmin admin;

  OperationTableIT(RunningAdmin admin) {
    this.admin = admin;
  }

  @Test
  void withoutATokenEveryOperationIs401() {
    assertThat(guarded())
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              Reply reply = send(operation, null);
              assertThat(reply.status()).as(operation.id()).isEqualTo(401);
              assertThat(reply.code()).isEqualTo("unauthenticated");
              assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
            });
  }

  @Test
  void withoutThePermissionEveryOperationIs403AndReadsNoBody() {
    assertThat(guarded().filter(operation -> operation.need() instanceof Need.Holding))
        .isNotEmpty()
        .allSatisfy(
            operation -> {
              Reply reply = send(operation, admin.tokenWith(allBut(operation)));
              assertThat(reply.status()).as(operation.id()).isEqualTo(403);
              assertThat(reply.code()).isEqualTo("permission_denied");
            });
  }

  @Test
  void withThePermissionNoOperationIsRefusedForIt() {
    assertThat(guarded())
        .allSatisfy(
            operation -> {
              Reply reply = send(operation, admin.tokenWith(needed(operation)));
              assertThat(reply.status()).as(operation.id()).isNotIn(401, 403, 500);
            });
  }

  @Test
  void theDocumentHasExactlyTheTable() {
    Set<String> table =
        admin.api.documented().stream()
            .map(
                operation ->
                    operation.method().name().toLowerCase(Locale.ROOT)
                        + " "
                        + operation.path()
                        + " "
                        + operation.id())
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> documented = new TreeSet<>();
    JsonNode paths = admin.get("/admin/v1/openapi.json", "").json().path("paths");
    paths
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        method -> {
                          if (method.getValue().has("operationId")) {
                            documented.add(
                                method.getKey()
                                    + " "
                                    + path.getKey()
                                    + " "
                                    + method.getValue().path("operationId").asText());
                          }
                        }));

    assertThat(documented).isEqualTo(table);
  }

  @Test
  void theDocumentNamesTheSchemaThatBodiesAreHeldTo() {
    JsonNode paths = admin.api.document().tree().path("paths");

    assertThat(admin.api.documented())
        .allSatisfy(
            operation -> {
              JsonNode body =
                  paths
                      .path(operation.path())
                      .path(operation.method().name().toLowerCase(Locale.ROOT))
                      .path("requestBody");
              if (body.has("$ref")) {
                body = admin.api.document().tree().at(body.path("$ref").asText().substring(1));
              }
              String schema = body.at("/content/application~1json/schema/$ref").asText();
              String wanted = operation.body().schema();
              assertThat(schema)
                  .as(operation.id())
                  .isEqualTo(wanted == null ? "" : "#/components/schemas/" + wanted);
              assertThat(body.path("required").asBoolean()).isEqualTo(!operation.body().optional());
            });
  }

  @Test
  void theRouterKnowsExactlyTheTablesPaths() {
    Set<String> table =
        admin.api.operations().stream()
            .map(operation -> operation.path().replace('{', ':').replace("}", ""))
            .collect(Collectors.toCollection(TreeSet::new));

    Set<String> routed =
        admin.router().getRoutes().stream()
            .filter(route -> route.getName() != null && route.getName().startsWith("/"))
            .map(route -> route.getName())
            .collect(Collectors.toCollection(TreeSet::new));

    assertThat(routed).isEqualTo(table);
  }

  private Stream<Operation> guarded() {
    return admin.api.operations().stream()
        .filter(operation -> !(operation.need() instanceof Need.Nothing));
  }

  /** A body that no schema accepts: who may not call never hears of it. */
  private Reply send(Operation operation, @Nullable String token) {
    String path = operation.path().replaceAll("\\{[^}]+}", ID);
    String method = operation.method().name();
    return operation.body().schema() == null
        ? admin.send(method, path, token, null)
        : admin.send(method, path, token, "]", "Content-Type", "application/json");
  }

  private static String[] needed(Operation operation) {
    if (operation.need() instanceof Need.Holding holding) {
      return new String[] {holding.permission().word()};
    }
    return operation.need() instanceof Need.HoldingAny any
        ? any.permissions().stream().limit(1).map(Permission::word).toArray(String[]::new)
        : new String[0];
  }

  private static String[] allBut(Operation operation) {
    Permission needed = ((Need.Holding) operation.need()).permission();
    return Stream.of(Permission.values())
        .filter(permission -> permission != needed)
        .map(Permission::word)
        .toArray(String[]::new);
  }
}
