// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.calls.CallRecord;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key's whole life on the command line, on an embedded database. */
class KeyCommandsIT {
  /** Shared: making a database takes longer than all that is done with it. */
  @TempDir static Path folder = Path.of("");

  private String config = "";

  @BeforeEach
  void writeConfig() throws IOException {
    Path file = folder.resolve("latchkey.yaml");
    Files.writeString(
        file,
        """
        version: 1
        store: { embedded: { data: ./data } }
        gateway: { listen: "127.0.0.1:0" }
        scopes: [ { id: "leads:read" }, { id: "leads:write" } ]
        profiles:
          agent: { prefix: ag_, scopePolicy: required }
        upstreams: { crm: { targets: [ "http://127.0.0.1:9" ] } }
        routes:
          - { id: read, path: /leads, methods: [ GET ], scopes: { all: [ "leads:read" ] }, upstream: crm }
          - { id: write, path: /leads, methods: [ POST ], scopes: { all: [ "leads:write" ] }, upstream: crm }
        """);
    config = file.toString();
  }

  @Test
  void aKeyLivesFromCreateToRevoke() {
    JsonObject made = json(createKey("acme", "CRM"));
    String id = made.getJsonObject("key").getString("id");
    assertThat(made.getString("secret")).startsWith("ag_");

    Run listed = key("list", "--tenant", "acme");
    assertThat(listed.out())
        .contains(id, "CRM", "leads:read", "active")
        .doesNotContain(made.getString("secret"));

    Run may = explain(id, "GET");
    assertThat(may.code()).isZero();
    assertThat(may.out()).contains("\u2713 route", "\u2713 scope", "would be forwarded");
    Run mayNot = explain(id, "POST");
    assertThat(mayNot.code()).isEqualTo(1);
    assertThat(mayNot.out()).contains("\u2717 scope", "403 insufficient_scope");

    JsonObject rotated = json(key("rotate", id, "--json"));
    assertThat(rotated.getString("secret")).isNotEqualTo(made.getString("secret"));

    assertThat(key("disable", id).out()).contains("is disabled");
    assertThat(key("enable", id).out()).contains("is active");
    assertThat(key("revoke", id, "--reason", "gone").out()).contains("is revoked");
    assertThat(key("list", "--tenant", "acme").out()).isEqualTo("No keys.\n");
    JsonObject shown = json(key("show", id, "--json"));
    assertThat(shown.getString("status")).isEqualTo("revoked");
    assertThat(shown.getString("createdBy")).isEqualTo(System.getProperty("user.name"));
  }

  @Test
  void aRefusalIsExplainedByTheIdOfItsRequest() throws Exception {
    String id = json(createKey("acme", "refused")).getJsonObject("key").getString("id");
    keep(
        refusal("req-known", KeyId.parse(id).orElseThrow(), "insufficient_scope", "leads:write"),
        refusal("req-nobody", null, "key_missing"));

    Run known = explainRequest("req-known");
    Run nobody = explainRequest("req-nobody", "--json");
    Run none = explainRequest("req-none");

    assertThat(known.code()).as(known.err()).isEqualTo(1);
    assertThat(known.out())
        .contains("POST /leads with key " + id + " \"refused\"", "\u2713 status")
        .contains("\u2717 scope", "leads:write", "was answered 403 insufficient_scope");
    assertThat(nobody.code()).as(nobody.err()).isEqualTo(1);
    assertThat(new JsonObject(nobody.out()).getString("why")).isEqualTo("key_missing");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).isEqualTo("latchkey: no refusal of a request with this id is kept\n");
  }

  @Test
  void migratingTwiceChangesNothing() {
    Run first = Run.of("migrate", "--config", config);
    Run second = Run.of("migrate", "--config", config);

    assertThat(first.code()).as(first.err()).isZero();
    assertThat(second.code()).isZero();
    assertThat(second.out()).matches("The schema is at version [\\d.]+ already\\.\n");
  }

  @Test
  void aQuotaIsGivenInOneWord() {
    Run made =
        key(
            "create",
            "--tenant",
            "q",
            "--profile",
            "agent",
            "--name",
            "n",
            "--scope",
            "leads:read",
            "--quota",
            "1000/day");
    Run named =
        key(
            "create",
            "--tenant",
            "q",
            "--profile",
            "agent",
            "--name",
            "m",
            "--scope",
            "leads:read",
            "--quota",
            "9/month",
            "--quota-name",
            "calls",
            "--json");

    assertThat(made.code()).as(made.err()).isZero();
    JsonObject quota = json(named).getJsonObject("key").getJsonObject("quota");
    assertThat(quota.getString("name")).isEqualTo("calls");
    assertThat(quota.getLong("limit")).isEqualTo(9);
    assertThat(quota.getString("period")).isEqualTo("month");
  }

  @Test
  void whatTheRulesRefuseIsToldByOption() {
    Run scope =
        key("create", "--tenant", "t", "--profile", "agent", "--name", "n", "--scope", "leads:all");
    Run profile = key("create", "--tenant", "t", "--profile", "nope", "--name", "n");
    Run unknown = key("show", "00000000-0000-7000-8000-000000000000");

    assertThat(scope.code()).isEqualTo(2);
    assertThat(scope.err()).startsWith("latchkey: --scope number 1 ");
    assertThat(profile.code()).isEqualTo(2);
    assertThat(profile.err()).startsWith("latchkey: --profile ");
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).isEqualTo("latchkey: no such key\n");
  }

  @Test
  void anotherTenantsKeyIsNotFound() {
    String id = json(createKey("mine", "Mine")).getJsonObject("key").getString("id");

    Run foreign = key("revoke", id, "--tenant", "other");

    assertThat(foreign.code()).isEqualTo(2);
    assertThat(foreign.err()).isEqualTo("latchkey: no such key\n");
  }

  @Test
  void theEmbeddedDatabaseOfARunningNodeIsVisitedAndLeftRunning() {
    String before = json(createKey("guest", "Before")).getJsonObject("key").getString("id");
    try (EmbeddedPostgres held =
        EmbeddedPostgres.start(EmbeddedPostgres.Settings.persistent(folder.resolve("data")))) {
      long server = held.pid();

      String made = json(createKey("guest", "Guest")).getJsonObject("key").getString("id");
      Run list = key("list", "--tenant", "guest");

      assertThat(list.code()).as(list.err()).isZero();
      assertThat(list.out()).contains(made, before);
      assertThat(held.pid()).isEqualTo(server);
    }
  }

  private Run createKey(String tenant, String name) {
    String words = "create --profile agent --scope leads:read --json --tenant %s --name %s";
    return key(words.formatted(tenant, name).split(" ", -1));
  }

  private void keep(CallRecord... calls) throws Exception {
    LatchkeyConfig read = new ConfigLoader(Map.of()).load(Path.of(config));
    try (StoreVisit visit = StoreVisit.open(read, InstantSource.system())) {
      visit.get(visit.store().calls().add(List.of(calls)));
    }
  }

  private static CallRecord refusal(
      String request, @Nullable KeyId key, String code, String... named) {
    return new CallRecord(
        Instant.now(),
        request,
        key == null ? null : new Tenant("acme"),
        key,
        "write",
        "POST",
        "/leads",
        "192.0.2.1",
        key == null ? 401 : 403,
        code,
        null,
        List.of(named),
        null,
        900);
  }

  private Run explainRequest(String request, String... more) {
    List<String> words = List.of("explain", "--config", config, "--request-id", request);
    return Run.of(Stream.of(words, List.of(more)).flatMap(List::stream).toArray(String[]::new));
  }

  private Run explain(String id, String method) {
    return Run.of(
        "explain", "--config", config, "--key-id", id, "--method", method, "--path", "/leads");
  }

  private Run key(String... words) {
    Stream<String> all =
        Stream.of(List.of("key"), Arrays.asList(words), List.of("--config", config))
            .flatMap(List::stream);
    return Run.of(all.toArray(String[]::new));
  }

  private static JsonObject json(Run run) {
    assertThat(run.code()).as(run.err()).isZero();
    return new JsonObject(run.out());
  }
}
