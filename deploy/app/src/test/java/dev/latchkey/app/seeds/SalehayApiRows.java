// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.Instance.NESTED;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** The fourth seed's API for developers. */
final class SalehayApiRows {
  private static final String LEADS = "/api/agent/leads";
  private static final String AGENT = "X-Agent-Token";

  private final Instance at;

  SalehayApiRows(Instance at) {
    this.at = at;
  }

  List<SeedRow> rows() {
    return List.of(
        row(121, "GET needs settings:r", this::listing),
        row(122, "POST needs settings:w", this::creating),
        row(123, "body name, scopes, rate_limit", this::body),
        row(124, "success is 201", () -> assertThat(made("201", "").status()).isEqualTo(201)),
        row(125, "the body nests api_key", this::nested),
        row(126, "the message says to save it", this::message),
        row(127, "DELETE needs settings:w", this::deleting),
        row(128, "rate_limit is per minute", this::perMinute),
        row(129, "the limit is per key", this::perKey),
        row(130, "audit by key", this::audit),
        row(131, "a read-only agent", this::readOnly),
        row(132, "last_used_at is watched", this::lastUsed),
        row(133, "a lost key cannot be seen again", this::lost),
        row(134, "Vietnamese text", this::vietnamese),
        row(135, "names in snake case", this::snakeCase));
  }

  private void listing() {
    assertThat(at.admin("GET", NESTED, null, null).status()).isEqualTo(401);
    assertThat(at.admin("GET", NESTED, at.permissions("audit:read"), null).status()).isEqualTo(403);
    assertThat(at.admin("GET", NESTED, at.permissions("settings:r"), null).status()).isEqualTo(200);
  }

  private void creating() {
    String body = "{\"name\":\"" + at.name("by permission") + "\"}";
    assertThat(at.admin("POST", NESTED, null, body).status()).isEqualTo(401);
    assertThat(at.admin("POST", NESTED, at.permissions("settings:r"), body).status())
        .isEqualTo(403);
    assertThat(at.admin("POST", NESTED, at.permissions("settings:w"), body).status())
        .isEqualTo(201);
  }

  private void body() {
    JsonNode key =
        made("body", ",\"scopes\":[\"leads:read\"],\"rate_limit\":60").json().path("api_key");
    assertThat(key.path("name").asText()).isEqualTo(at.name("body"));
    assertThat(key.path("scopes").toString()).isEqualTo("[\"leads:read\"]");
    assertThat(key.path("rate_limit").asInt()).isEqualTo(60);
  }

  private void nested() {
    JsonNode json = made("nested", "").json();
    assertThat(names(json)).containsExactly("api_key", "message");
    assertThat(names(json.path("api_key")))
        .containsExactly("id", "key", "name", "scopes", "rate_limit");
    assertThat(UUID.fromString(json.at("/api_key/id").asText())).isNotNull();
  }

  private void message() {
    assertThat(made("message", "").at("/message"))
        .isEqualTo("Save this key now. It will not be shown again.");
  }

  private void deleting() {
    Reply made = made("deleting", "");
    assertThat(delete(made, at.permissions("settings:r")).status()).isEqualTo(403);
    assertThat(at.admin("DELETE", NESTED + "/" + made.at("/api_key/id"), null, null).status())
        .isEqualTo(401);
    assertThat(at.get(NESTED).text()).contains(made.at("/api_key/id"));
    assertThat(delete(made, at.permissions("settings:w")).status()).isEqualTo(200);
    assertThat(at.get(NESTED).text()).doesNotContain(made.at("/api_key/id"));
  }

  private void perMinute() {
    String secret =
        made("limited", ",\"scopes\":[\"leads:read\"],\"rate_limit\":2").at("/api_key/key");
    Reply first = at.call("GET", LEADS, AGENT, secret);
    at.call("GET", LEADS, AGENT, secret);
    Reply third = at.call("GET", LEADS, AGENT, secret);
    assertThat(first.header("RateLimit-Policy")).isEqualTo("\"minute\";q=2;w=60");
    assertThat(third.status()).isEqualTo(429);
  }

  private void perKey() {
    String more = ",\"scopes\":[\"leads:read\"],\"rate_limit\":1";
    String one = made("one", more).at("/api_key/key");
    String two = made("two", more).at("/api_key/key");
    assertThat(at.call("GET", LEADS, AGENT, one).status()).isEqualTo(200);
    assertThat(at.call("GET", LEADS, AGENT, one).status()).isEqualTo(429);
    assertThat(at.call("GET", LEADS, AGENT, two).status()).isEqualTo(200);
  }

  private void audit() {
    Reply made = made("audited", "");
    delete(made, at.owner());
    assertThat(
            at.get(KEYS + "/" + made.at("/api_key/id") + "/events")
                .json()
                .path("data")
                .findValuesAsText("action"))
        .containsExactly("key.revoke", "key.create");
    JsonNode event =
        at.get("/admin/v1/audit-events?targetId=" + made.at("/api_key/id")).json().at("/data/0");
    assertThat(event.at("/actor/id").asText()).isEqualTo("lan");
    assertThat(event.path("action").asText()).isEqualTo("key.revoke");
    assertThat(event.toString()).doesNotContain(made.at("/api_key/key"));
  }

  private void readOnly() {
    Made key = at.key("salehay", "read only", "analytics:read,bookings:read");
    assertThat(at.call("GET", "/api/agent/bookings", AGENT, key.secret()).status()).isEqualTo(200);
    assertThat(at.call("POST", LEADS, AGENT, key.secret()).status()).isEqualTo(403);
  }

  private void lastUsed() {
    Reply made = made("watched", ",\"scopes\":[\"leads:read\"]");
    JsonNode row = at.get(NESTED).json().path("api_keys").get(0);
    assertThat(row.path("id").asText()).isEqualTo(made.at("/api_key/id"));
    assertThat(row.path("last_used_at").isNull()).isTrue();
    at.call("GET", LEADS, AGENT, made.at("/api_key/key"));
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (row.path("last_used_at").isNull()) {
      assertThat(System.nanoTime()).as("never told as used").isLessThan(deadline);
      row = at.get(NESTED).json().path("api_keys").get(0);
    }
    String idle = KEYS + "?neverUsed=true&q=" + made.at("/api_key/id");
    assertThat(at.get(idle).json().path("data")).isEmpty();
  }

  private void lost() {
    Reply made = made("lost", "");
    assertThat(at.get(NESTED).text()).doesNotContain(made.at("/api_key/key"));
    assertThat(at.get(KEYS + "/" + made.at("/api_key/id")).text())
        .doesNotContain(made.at("/api_key/key"));
  }

  private void vietnamese() {
    Reply reply =
        at.admin(
            "POST",
            NESTED,
            at.owner(),
            "{\"name\":\"" + at.name("Trợ lý bán hàng") + "\"}",
            "Accept-Language",
            "vi");
    assertThat(reply.at("/message"))
        .isEqualTo("Hãy lưu key này ngay. Key sẽ không được hiển thị lại.");
    assertThat(reply.at("/api_key/name")).isEqualTo(at.name("Trợ lý bán hàng"));
  }

  private void snakeCase() {
    made("snake", "");
    assertThat(names(at.get(NESTED).json().path("api_keys").get(0)))
        .contains("rate_limit", "last_used_at", "created_at", "expires_at")
        .allMatch(name -> name.equals(name.toLowerCase(Locale.ROOT)));
  }

  private Reply made(String name, String more) {
    Reply reply = at.post(NESTED, "{\"name\":\"" + at.name(name) + "\"" + more + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply;
  }

  private Reply delete(Reply made, String token) {
    return at.admin("DELETE", NESTED + "/" + made.at("/api_key/id"), token, null);
  }

  private static List<String> names(JsonNode json) {
    List<String> names = new ArrayList<>();
    json.fieldNames().forEachRemaining(names::add);
    return names;
  }
}
