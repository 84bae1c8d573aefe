// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.Instance.NESTED;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The fourth seed: a CRM with AI agents. */
final class SalehayRows {
  private static final String LEADS = "/api/agent/leads";
  private static final String PUBLIC = "/api/public/leads";
  private static final String AGENT = "X-Agent-Token";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Instance at;

  SalehayRows(Instance at) {
    this.at = at;
  }

  List<SeedRow> rows() {
    List<SeedRow> rows = new ArrayList<>(keys());
    rows.addAll(new SalehayApiRows(at).rows());
    return rows;
  }

  private List<SeedRow> keys() {
    return List.of(
        page(106, "menu More, Settings, API Keys"),
        page(107, "plus, name, create, copy"),
        row(108, "stored as a hash, known by SHA-256", () -> new Imports(at).byDigest()),
        row(109, "the form sk_live_", this::form),
        row(110, "one key serves two APIs", this::twoApis),
        row(111, "X-Agent-Token on the Agent API", this::agentHeader),
        row(112, "X-API-Key on the Public API", this::publicHeader),
        row(113, "default scope leads:create", this::defaultScope),
        row(114, "an administrator raises a key to *", this::raised),
        row(115, "catalogue with leads:create", this::catalogue),
        row(116, "scopes name their MCP tools", this::tools),
        row(117, "* grants everything", this::wildcard),
        page(118, "advice: * for own agents only"),
        row(119, "deleting disables at once", this::deleted),
        row(120, "a deleted key is 401", this::deleted));
  }

  private Reply made(String name, String more) {
    Reply reply = at.post(NESTED, "{\"name\":\"" + at.name(name) + "\"" + more + "}");
    assertThat(reply.status()).as(reply.text()).isEqualTo(201);
    return reply;
  }

  private void form() {
    assertThat(made("form", "").at("/api_key/key")).matches("sk_live_[0-9A-Za-z]{36}");
  }

  private void twoApis() {
    Made key = at.key("salehay", "two", "leads:read,leads:create");
    assertThat(at.call("GET", LEADS, AGENT, key.secret()).status()).isEqualTo(200);
    assertThat(at.call("POST", PUBLIC, "X-API-Key", key.secret()).status()).isEqualTo(200);
  }

  private void agentHeader() {
    Made key = at.key("salehay", "agent header", "leads:read");
    assertThat(at.call("GET", LEADS, "x-agent-token", key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", LEADS, "X-API-Key", key.secret()).status()).isEqualTo(401);
  }

  private void publicHeader() {
    Made key = at.key("salehay", "public header", "leads:create");
    assertThat(at.call("POST", PUBLIC, "X-API-Key", key.secret()).status()).isEqualTo(200);
    assertThat(at.call("POST", PUBLIC, AGENT, key.secret()).status()).isEqualTo(401);
  }

  private void defaultScope() {
    assertThat(made("default", "").json().at("/api_key/scopes").toString())
        .isEqualTo("[\"leads:create\"]");
  }

  private void raised() {
    String path = KEYS + "/" + made("raised", "").at("/api_key/id");
    String all = "{\"scopes\":[\"*\"]}";
    Reply refused = at.admin("PATCH", path, at.permissions("settings:w"), all);
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/code")).isEqualTo("scope_not_grantable");
    assertThat(at.admin("PATCH", path, at.role("admin"), all).status()).isEqualTo(200);
  }

  private void catalogue() {
    assertThat(scopes().findValuesAsText("id"))
        .containsExactlyInAnyOrder(
            "leads:create",
            "leads:read",
            "leads:write",
            "bookings:read",
            "calls:write",
            "messages:write",
            "analytics:read");
    assertThat(at.get("/admin/v1/profiles/salehay").json().path("allowWildcard").asBoolean())
        .isTrue();
  }

  private JsonNode scopes() {
    return at.get("/admin/v1/profiles/salehay/scopes").json().path("data");
  }

  private void tools() {
    StringBuilder map = new StringBuilder();
    scopes()
        .forEach(
            scope -> map.append(scope.path("id").asText()).append(scope.path("tools")).append(' '));
    assertThat(map.toString())
        .contains(
            "leads:read[\"crm_search\"]",
            "leads:write[\"crm_create_lead\",\"crm_update_lead\"]",
            "bookings:read[\"crm_get_bookings\"]",
            "calls:write[\"crm_log_call\"]",
            "messages:write[\"crm_send_message\"]",
            "analytics:read[\"crm_get_analytics\"]");
  }

  private void wildcard() {
    Made key = at.key("salehay", "all", "*");
    for (String path : List.of(LEADS, "/api/agent/bookings", "/api/agent/analytics/x")) {
      assertThat(at.call("GET", path, AGENT, key.secret()).status()).as(path).isEqualTo(200);
    }
    assertThat(at.call("POST", "/api/agent/messages", AGENT, key.secret()).status()).isEqualTo(200);
  }

  private void deleted() {
    Reply made = made("deleted", ",\"scopes\":[\"leads:read\"]");
    String secret = made.at("/api_key/key");
    assertThat(at.call("GET", LEADS, AGENT, secret).status()).isEqualTo(200);
    Reply gone = delete(made, at.owner());
    assertThat(gone.status()).isEqualTo(200);
    assertThat(gone.at("/message")).isNotEmpty();
    at.until(401, AT_ONCE, LEADS, AGENT, secret);
  }

  private Reply delete(Reply made, String token) {
    return at.admin("DELETE", NESTED + "/" + made.at("/api_key/id"), token, null);
  }
}
