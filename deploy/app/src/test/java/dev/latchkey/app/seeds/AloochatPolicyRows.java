// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.elsewhere;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The second seed: who may what, where, and how often. */
final class AloochatPolicyRows {
  private static final String AGENTS = "/v1/agents";
  private static final String HEADER = "x-api-token";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Instance at;
  private final WatchedKey watched;

  AloochatPolicyRows(Instance at, WatchedKey watched) {
    this.at = at;
    this.watched = watched;
  }

  List<SeedRow> rows() {
    return List.of(
        row(68, "a revoked key stops at once", this::revokedAtOnce),
        row(69, "who may view and manage is limited", this::roles),
        row(70, "keys can be reviewed", this::review),
        row(71, "unusual patterns can be watched", watched::patterns),
        elsewhere(72, "alerts on failures", "AlertIT"),
        row(73, "access log per key", watched::log),
        row(74, "keys for development and production", this::environments),
        row(75, "wrong environment is 403", this::wrongEnvironment),
        row(76, "development keys get less", this::lesserScopes),
        row(77, "development keys live shorter", this::shorterLife),
        row(78, "keys of a team", this::team),
        row(79, "401 for wrong, revoked or missing", this::unauthorized),
        row(80, "403 until permissions are updated", this::widened),
        row(81, "429, and a higher plan", this::plans),
        row(82, "support works with the id", this::ids));
  }

  private void revokedAtOnce() {
    Made key = key("stops", "");
    at.call("GET", AGENTS, HEADER, key.secret());
    at.post(KEYS + "/" + key.id() + "/revoke", "{}");
    at.until(401, AT_ONCE, AGENTS, HEADER, key.secret());
  }

  private void review() {
    Made key = key("reviewed", "");
    JsonNode shown = at.read(key.id());
    assertThat(shown.path("attention").toString()).contains("never_used", "no_expiry");
    assertThat(at.get(KEYS + "/" + key.id() + "/advice").at("/unused/0")).isEqualTo("agents:read");
    assertThat(at.get(KEYS + "?neverUsed=true&limit=200&q=" + key.id()).json().path("data"))
        .hasSize(1);
  }

  private void roles() {
    assertThat(at.admin("GET", KEYS, at.role("viewer"), null).status()).isEqualTo(200);
    assertThat(at.admin("POST", KEYS, at.role("viewer"), "{}").status()).isEqualTo(403);
    assertThat(at.admin("GET", KEYS, at.role("nobody"), null).status()).isEqualTo(403);
    Made key = key("guarded", "");
    for (String change : List.of("/revoke", "/disable", "/rotate")) {
      assertThat(at.admin("POST", KEYS + "/" + key.id() + change, at.role("viewer"), "{}").status())
          .as(change)
          .isEqualTo(403);
    }
    assertThat(at.read(key.id()).path("version").asInt()).isEqualTo(1);
  }

  private void environments() {
    Made live = key("live", ",\"environment\":\"live\"");
    assertThat(live.secret()).startsWith("aloo_live_");
    assertThat(at.read(live.id()).path("environment").asText()).isEqualTo("live");
    assertThat(at.get(KEYS + "?environment=test&q=" + live.id()).json().path("data")).isEmpty();
    assertThat(key("test", ",\"environment\":\"test\"").secret()).startsWith("aloo_test_");
  }

  private void wrongEnvironment() {
    Made key = key("wrong", ",\"environment\":\"test\"");
    Reply reply = at.call("GET", "/v1/usage", HEADER, key.secret());
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.at("/code")).isEqualTo("wrong_environment");
  }

  private void lesserScopes() {
    Made key = key("lesser", ",\"environment\":\"test\"");
    Reply reply = patch(key, "{\"scopes\":[\"agents:read\",\"usage:read\"]}");
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.at("/errors/0/code")).isEqualTo("outside_environment");
  }

  private void shorterLife() {
    Made key = key("shorter", ",\"environment\":\"test\",\"expiresInDays\":365");
    JsonNode shown = at.read(key.id());
    assertThat(Instant.parse(shown.path("expiresAt").asText()))
        .isEqualTo(Instant.parse(shown.path("createdAt").asText()).plus(Duration.ofDays(30)));
  }

  private void team() {
    String consumer = consumer("team bot", ",\"team\":\"" + at.name("sales") + "\"");
    Made key = key("of the team", ",\"consumerId\":\"" + consumer + "\"");
    String team = at.name("sales").replace(" ", "+");
    assertThat(at.get("/admin/v1/consumers?team=" + team).json().path("data")).hasSize(1);
    assertThat(at.get(KEYS + "?consumerId=" + consumer).at("/data/0/id")).isEqualTo(key.id());
  }

  private void unauthorized() {
    Reply missing = at.call("GET", AGENTS);
    Reply wrong = at.call("GET", AGENTS, HEADER, "aloo_live_" + "0".repeat(36));
    assertThat(missing.at("/code")).isEqualTo("key_missing");
    assertThat(wrong.at("/code")).isEqualTo("key_invalid");
    assertThat(wrong.header("WWW-Authenticate")).contains("invalid_token");
    Made gone = key("gone for good", "");
    at.post(KEYS + "/" + gone.id() + "/revoke", "{}");
    Reply revoked = at.call("GET", AGENTS, HEADER, gone.secret());
    assertThat(revoked.at("/detail")).as("one answer for all").isEqualTo(wrong.at("/detail"));
    assertThat(revoked.at("/code")).isEqualTo("key_invalid");
  }

  private void widened() {
    Made key = key("widened", "");
    String path = AGENTS + "/7/messages";
    assertThat(at.call("POST", path, HEADER, key.secret()).status()).isEqualTo(403);
    assertThat(patch(key, "{\"scopes\":[\"agents:read\",\"agents:run\"]}").status()).isEqualTo(200);
    long deadline = System.nanoTime() + AT_ONCE.toNanos();
    int seen = 403;
    while (seen == 403 && System.nanoTime() < deadline) {
      seen = at.call("POST", path, HEADER, key.secret()).status();
    }
    assertThat(seen).isEqualTo(200);
  }

  private void plans() {
    Made key = key("free", "");
    Reply reply = at.call("GET", AGENTS, HEADER, key.secret());
    for (int i = 0; i < 60 && reply.status() == 200; i++) {
      reply = at.call("GET", AGENTS, HEADER, key.secret());
    }
    assertThat(reply.status()).isEqualTo(429);
    assertThat(reply.at("/code")).isEqualTo("rate_limited");
    assertThat(Integer.parseInt(reply.header("Retry-After"))).isBetween(1, 60);
    assertThat(patch(key, "{\"plan\":\"aloochat-pro\"}").status()).isEqualTo(200);
    at.until(200, AT_ONCE, AGENTS, HEADER, key.secret());
  }

  private void ids() {
    Made key = key("by id", "");
    assertThat(at.get(KEYS + "?q=" + key.id()).at("/data/0/id")).isEqualTo(key.id());
    assertThat(at.get(KEYS + "/" + key.id()).text()).doesNotContain(key.secret());
    assertThat(at.get(KEYS + "/" + key.id() + "/events").at("/data/0/target/id"))
        .isEqualTo(key.id());
    String asked = "{\"keyId\":\"%s\",\"method\":\"GET\",\"path\":\"/v1/agents\"}";
    assertThat(at.post("/admin/v1/explain", asked.formatted(key.id())).at("/valid"))
        .isEqualTo("true");
  }

  private Made key(String name, String more) {
    return at.create("\"profile\":\"aloochat\",\"name\":\"" + at.name(name) + "\"" + more);
  }

  private String consumer(String name, String more) {
    return at.post("/admin/v1/consumers", "{\"externalId\":\"" + at.name(name) + "\"" + more + "}")
        .at("/id");
  }

  private Reply patch(Made key, String body) {
    return at.admin("PATCH", KEYS + "/" + key.id(), at.owner(), body);
  }
}
