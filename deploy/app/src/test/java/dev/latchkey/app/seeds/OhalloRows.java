// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The third seed: a support inbox. */
final class OhalloRows {
  private static final String CONTACTS = "/v1/contacts";
  private static final String HEADER = "X-API-Key";

  private final Instance at;

  OhalloRows(Instance at) {
    this.at = at;
  }

  List<SeedRow> rows() {
    return List.of(
        row(83, "keys for external systems", this::opens),
        row(84, "only owners and administrators", this::ownersOnly),
        page(85, "menu Settings, API access"),
        row(86, "list: name", () -> assertThat(shown("name")).contains(at.name("shown"))),
        row(87, "list: prefix", this::prefix),
        row(
            88,
            "list: number of scopes",
            () -> assertThat(shown("scopes")).isEqualTo("[\"contacts\",\"policies\"]")),
        row(89, "list: last used, or never", this::neverUsed),
        page(90, "button in the corner"),
        page(91, "a descriptive name"),
        row(92, "scopes are chosen", this::chosen),
        page(93, "button that creates"),
        row(94, "the full key is shown once", this::once),
        row(95, "catalogue of five", this::catalogue),
        page(96, "least privilege is explained"),
        page(97, "X deletes, which revokes"),
        row(98, "revoking is immediate and permanent", this::revoked),
        page(99, "who still calls is shown before revoking"),
        row(100, "no restore", this::revoked),
        page(101, "advice: a key for each integration"),
        row(102, "rotation: create, update, revoke", this::rotation),
        page(103, "advice: never by e-mail"),
        row(104, "unused keys can be found", this::unused),
        row(105, "environment and version in the key", this::segments));
  }

  private void opens() {
    Made key = at.key("ohallo", "opens", "contacts");
    assertThat(at.call("GET", CONTACTS, HEADER, key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", CONTACTS).status()).isEqualTo(401);
  }

  private void ownersOnly() {
    String body =
        "{\"profile\":\"ohallo\",\"name\":\"%s\",\"scopes\":[\"accounts\"]}"
            .formatted(at.name("by role"));
    assertThat(at.admin("POST", KEYS, at.role("developer"), body).status()).isEqualTo(403);
    assertThat(at.admin("POST", KEYS, at.role("auditor"), body).status()).isEqualTo(403);
    assertThat(at.admin("POST", KEYS, at.role("admin"), body).status()).isEqualTo(201);
    assertThat(at.admin("POST", KEYS, at.role("owner"), body).status()).isEqualTo(201);
    assertThat(at.admin("POST", KEYS, at.role("viewer"), body).at("/code"))
        .isEqualTo("permission_denied");
  }

  private String shown(String member) {
    Made key = at.key("ohallo", "shown", "contacts,policies");
    String value = at.get(KEYS + "?q=" + key.id()).json().at("/data/0/" + member).toString();
    assertThat(value).isNotEmpty();
    return value;
  }

  private void prefix() {
    Made key = at.key("ohallo", "prefix", "contacts");
    assertThat(at.read(key.id()).path("maskedKey").asText()).startsWith("sf_live_v1_");
    assertThat(at.read(key.id()).at("/hint/prefix").asText()).isEqualTo("sf_live_v1_");
  }

  private void neverUsed() {
    Made key = at.key("ohallo", "never", "contacts");
    assertThat(at.read(key.id()).path("lastUsedAt").isNull()).isTrue();
  }

  private void chosen() {
    Reply none = at.post(KEYS, "{\"profile\":\"ohallo\",\"name\":\"x\"}");
    assertThat(none.status()).isEqualTo(400);
    assertThat(none.at("/errors/0/pointer")).isEqualTo("/scopes");
    Made key = at.key("ohallo", "two of five", "accounts,policies");
    assertThat(at.read(key.id()).path("scopes").toString())
        .isEqualTo("[\"accounts\",\"policies\"]");
    assertThat(at.call("GET", CONTACTS, HEADER, key.secret()).status()).isEqualTo(403);
  }

  private void once() {
    Made key = at.key("ohallo", "once", "contacts");
    assertThat(at.get(KEYS + "/" + key.id()).text()).doesNotContain(key.secret());
    assertThat(at.get(KEYS + "?profile=ohallo").text()).doesNotContain(key.secret());
    assertThat(at.get("/admin/v1/audit-events").text()).doesNotContain(key.secret());
  }

  private void catalogue() {
    assertThat(
            at.get("/admin/v1/profiles/ohallo/scopes").json().path("data").findValuesAsText("id"))
        .containsExactlyInAnyOrder(
            "conversations", "contacts", "accounts", "knowledge", "policies");
  }

  private void revoked() {
    Made key = at.key("ohallo", "revoked", "contacts");
    at.call("GET", CONTACTS, HEADER, key.secret());
    at.post(KEYS + "/" + key.id() + "/revoke", "{\"reason\":\"no longer needed\"}");
    at.until(401, Duration.ofSeconds(1), CONTACTS, HEADER, key.secret());
    assertThat(at.post(KEYS + "/" + key.id() + "/enable", "{}").status()).isEqualTo(409);
    assertThat(at.get(KEYS + "?q=" + key.id()).json().path("data")).isEmpty();
    assertThat(at.get(KEYS + "?status=revoked&q=" + key.id()).json().path("data")).hasSize(1);
  }

  private void rotation() {
    Made old = at.key("ohallo", "to replace", "contacts");
    Reply fresh =
        at.post(
            KEYS, "{\"copyFrom\":\"" + old.id() + "\",\"name\":\"" + at.name("replaced") + "\"}");
    assertThat(at.call("GET", CONTACTS, HEADER, fresh.at("/secret")).status()).isEqualTo(200);
    at.post(KEYS + "/" + old.id() + "/revoke", "{}");
    at.until(401, Duration.ofSeconds(1), CONTACTS, HEADER, old.secret());
    assertThat(at.call("GET", CONTACTS, HEADER, fresh.at("/secret")).status()).isEqualTo(200);
  }

  private void unused() {
    Made key = at.key("ohallo", "idle", "contacts");
    String filter = KEYS + "?profile=ohallo&q=" + key.id();
    assertThat(at.get(filter + "&neverUsed=true").json().path("data")).hasSize(1);
    assertThat(at.get(filter + "&lastUsedBefore=" + Instant.now()).json().path("data")).isEmpty();
  }

  private void segments() {
    assertThat(at.key("ohallo", "live", "contacts").secret()).startsWith("sf_live_v1_");
    Made test =
        at.create(
            "\"profile\":\"ohallo\",\"environment\":\"test\",\"name\":\"%s\",\"scopes\":[\"contacts\"]"
                .formatted(at.name("test")));
    assertThat(test.secret()).startsWith("sf_test_v1_");
  }
}
