// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The second seed: a chat-bot studio. */
final class AloochatRows {
  private static final String AGENTS = "/v1/agents";
  private static final String HEADER = "x-api-token";

  private final Instance at;
  private final WatchedKey watched;

  AloochatRows(Instance at) {
    this.at = at;
    this.watched = new WatchedKey(at);
  }

  List<SeedRow> rows() {
    List<SeedRow> rows = new ArrayList<>(first());
    rows.addAll(new AloochatPolicyRows(at, watched).rows());
    return rows;
  }

  private List<SeedRow> first() {
    return List.of(
        row(48, "a key serves a named consumer", this::consumer),
        row(49, "granular permissions", this::granular),
        row(50, "usage is tracked per key", watched::calls),
        row(51, "performance per key", watched::performance),
        row(52, "each key is unique", this::unique),
        row(53, "create, rotate, revoke", this::lifecycle),
        page(54, "a deep link for every view"),
        page(55, "button that opens the dialog"),
        row(56, "only a name is asked for", this::onlyAName),
        page(57, "hint on weak names"),
        page(58, "four safety notes"),
        row(59, "test step: GET /v1/agents", this::testStep),
        row(60, "the key goes in x-api-token", this::header),
        row(61, "list: name", () -> listed("name")),
        row(62, "list: created", () -> listed("createdAt")),
        row(63, "list: last used", this::neverUsed),
        row(64, "list: active, inactive or expired", this::statuses),
        row(65, "a new key with the same permissions", this::copy),
        page(66, "revoking asks again"),
        row(67, "a revoked key cannot be restored", this::noRestore));
  }

  private Made key(String name, String more) {
    return at.create("\"profile\":\"aloochat\",\"name\":\"" + at.name(name) + "\"" + more);
  }

  private String consumer(String name, String more) {
    return at.post("/admin/v1/consumers", "{\"externalId\":\"" + at.name(name) + "\"" + more + "}")
        .at("/id");
  }

  private void consumer() {
    String consumer = consumer("bot", "");
    Made key = key("of the bot", ",\"consumerId\":\"" + consumer + "\"");
    assertThat(at.read(key.id()).path("consumerId").asText()).isEqualTo(consumer);
    assertThat(at.get(KEYS + "?consumerId=" + consumer).json().path("data").findValuesAsText("id"))
        .containsExactly(key.id());
    assertThat(at.get("/admin/v1/consumers/" + consumer).json().path("keys").asInt()).isEqualTo(1);
  }

  private void granular() {
    Made key = key("granular", "");
    assertThat(at.call("GET", AGENTS, HEADER, key.secret()).status()).isEqualTo(200);
    assertThat(at.call("POST", AGENTS + "/7/messages", HEADER, key.secret()).status())
        .isEqualTo(403);
  }

  private void unique() {
    Made one = key("same", "");
    Made two = key("same", "");
    assertThat(one.secret()).isNotEqualTo(two.secret());
    assertThat(one.id()).isNotEqualTo(two.id());
    Reply twice =
        at.post(
            KEYS + "/import",
            "{\"items\":[{\"profile\":\"aloochat\",\"name\":\"twice\",\"key\":\"%s\"}]}"
                .formatted(one.secret()));
    assertThat(twice.at("/results/0/error/code")).isEqualTo("duplicate_key");
  }

  private void lifecycle() {
    Made key = key("life", "");
    Reply rotated = at.post(KEYS + "/" + key.id() + "/rotate", "{\"graceSeconds\":3600}");
    assertThat(rotated.at("/key/id")).isEqualTo(key.id());
    assertThat(at.call("GET", AGENTS, HEADER, key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", AGENTS, HEADER, rotated.at("/secret")).status()).isEqualTo(200);
    assertThat(at.post(KEYS + "/" + key.id() + "/revoke", "{}").at("/key/status"))
        .isEqualTo("revoked");
    at.until(401, Duration.ofSeconds(1), AGENTS, HEADER, key.secret());
    at.until(401, Duration.ofSeconds(1), AGENTS, HEADER, rotated.at("/secret"));
  }

  private void onlyAName() {
    Made key = key("only", "");
    assertThat(at.read(key.id()).path("scopes").toString()).isEqualTo("[\"agents:read\"]");
    assertThat(at.get("/admin/v1/profiles/aloochat").at("/scopePolicy")).isEqualTo("hidden");
    Reply chosen =
        at.post(KEYS, "{\"profile\":\"aloochat\",\"name\":\"x\",\"scopes\":[\"agents:run\"]}");
    assertThat(chosen.at("/errors/0/code")).isEqualTo("scopes_fixed");
  }

  private void testStep() {
    Made key = key("test step", "");
    Reply reply = at.call("GET", AGENTS, HEADER, key.secret(), "Content-Type", "application/json");
    assertThat(reply.status()).isEqualTo(200);
  }

  private void header() {
    Made key = key("header", "");
    assertThat(at.call("GET", AGENTS, "X-API-Token", key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", AGENTS, "X-API-Key", key.secret()).status()).isEqualTo(401);
  }

  private void listed(String member) {
    Made key = key("listed", "");
    assertThat(at.get(KEYS + "?profile=aloochat").json().path("data"))
        .anySatisfy(
            row -> {
              assertThat(row.path("id").asText()).isEqualTo(key.id());
              assertThat(row.path(member)).isEqualTo(at.read(key.id()).path(member));
              assertThat(row.path(member).asText()).isNotEmpty();
            });
  }

  private void neverUsed() {
    Made key = key("never used", "");
    assertThat(at.get(KEYS + "?profile=aloochat&neverUsed=true&q=" + key.id()).json().path("data"))
        .singleElement()
        .satisfies(row -> assertThat(row.path("lastUsedAt").isNull()).isTrue());
  }

  private void statuses() {
    Made active = key("active", "");
    Made inactive = key("inactive", "");
    Made expired = key("expired", ",\"expiresInSeconds\":1");
    at.post(KEYS + "/" + inactive.id() + "/disable", "{}");
    assertThat(at.read(active.id()).path("status").asText()).isEqualTo("active");
    assertThat(at.read(inactive.id()).path("status").asText()).isEqualTo("disabled");
    at.until(401, Duration.ofSeconds(5), AGENTS, HEADER, expired.secret());
    assertThat(at.read(expired.id()).path("status").asText()).isEqualTo("expired");
  }

  private void copy() {
    Made old = key("old", ",\"tags\":[\"x\"],\"environment\":\"live\",\"plan\":\"aloochat-pro\"");
    Reply copy =
        at.post(KEYS, "{\"copyFrom\":\"" + old.id() + "\",\"name\":\"" + at.name("new") + "\"}");
    for (String right : List.of("scopes", "tags", "environment", "plan", "effectiveLimits")) {
      assertThat(copy.json().at("/key/" + right)).isEqualTo(at.read(old.id()).path(right));
    }
    assertThat(at.call("GET", AGENTS, HEADER, old.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", AGENTS, HEADER, copy.at("/secret")).status()).isEqualTo(200);
  }

  private void noRestore() {
    Made key = key("gone", "");
    at.post(KEYS + "/" + key.id() + "/revoke", "{}");
    assertThat(at.post(KEYS + "/" + key.id() + "/enable", "{}").status()).isEqualTo(409);
    assertThat(at.post(KEYS + "/" + key.id() + "/rotate", "{}").status()).isEqualTo(409);
    Reply longer = at.admin("PATCH", KEYS + "/" + key.id(), at.owner(), "{\"expiresInDays\":1}");
    assertThat(longer.at("/code")).isEqualTo("invalid_state");
    assertThat(at.read(key.id()).path("status").asText()).isEqualTo("revoked");
    assertThat(at.call("GET", AGENTS, HEADER, key.secret()).status()).isEqualTo(401);
  }
}
