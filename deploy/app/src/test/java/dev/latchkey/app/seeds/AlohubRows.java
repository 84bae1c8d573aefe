// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.FLAT;
import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.app.seeds.Instance.Made;
import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first seed: a call centre. */
final class AlohubRows {
  private static final String CALLS = "/api/v1.0/calls";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Instance at;
  private final Flat flat;

  AlohubRows(Instance at) {
    this.at = at;
    this.flat = new Flat(at);
  }

  List<SeedRow> rows() {
    List<SeedRow> rows = new ArrayList<>(keys());
    rows.addAll(list());
    rows.addAll(new AlohubApiRows(at).rows());
    return rows;
  }

  private List<SeedRow> keys() {
    return List.of(
        row(1, "a key lets an application call the API", this::keyOpens),
        row(2, "a key belongs to one tenant", this::oneTenant),
        row(3, "a key can be limited to scopes", this::limitedToScopes),
        row(4, "the full value is shown once", () -> shownOnce("once")),
        row(5, "a lost key is regenerated", this::regenerated),
        page(6, "menu Integration, API Keys"),
        row(7, "the page lists the keys", this::listPagesAndSorts),
        page(8, "button that opens a dialog"),
        row(9, "the name is required", () -> flat.refused("{\"scopes\":[\"contacts\"]}", "/name")),
        row(
            10,
            "at least one scope",
            () -> flat.refused("{\"name\":\"x\",\"scopes\":[]}", "/scopes")),
        row(11, "unlimited, 30, 90 or 365 days", this::durations));
  }

  private List<SeedRow> list() {
    return List.of(
        page(12, "button that completes the dialog"),
        page(13, "dialog with the full value"),
        page(14, "button that copies"),
        page(15, "advice where to keep it"),
        page(16, "warning before closing"),
        page(17, "button that ends the flow"),
        row(18, "catalogue with descriptions", this::catalogue),
        row(19, "list: name", () -> listed("name")),
        row(20, "list: masked value", this::masked),
        row(21, "list: scopes with colours", this::colours),
        row(22, "list: active or inactive", this::twoStates),
        row(23, "list: creation date", () -> listed("createdAt")),
        row(24, "list: last used", this::lastUsed),
        page(25, "menu at the end of each row"),
        row(26, "regenerate keeps the key", this::regenerateKeepsId),
        row(27, "revoke refuses within a second", this::revokedAtOnce));
  }

  private void keyOpens() {
    Made key = at.key("alohub", "opens", "callcenter");
    assertThat(at.call("GET", CALLS, "X-API-Key", key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", CALLS).status()).isEqualTo(401);
  }

  private void oneTenant() {
    Made key = at.key("alohub", "mine", "contacts");
    String stranger = at.token(at.tenant + "-2", "roles", "owner");
    assertThat(at.admin("GET", KEYS + "/" + key.id(), stranger, null).status()).isEqualTo(404);
    assertThat(at.admin("GET", KEYS, stranger, null).text()).doesNotContain(key.id());
  }

  private void limitedToScopes() {
    Made key = at.key("alohub", "limited", "contacts");
    Reply refused = at.call("GET", CALLS, "X-API-Key", key.secret());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/requiredScopes/0")).isEqualTo("callcenter");
  }

  void shownOnce(String name) {
    Reply made = flat.made(name);
    String secret = made.at("/key");
    String id = made.at("/id");
    for (String path :
        List.of(
            KEYS + "/" + id, KEYS, FLAT, KEYS + "/" + id + "/events", "/admin/v1/audit-events")) {
      assertThat(at.get(path).text()).as(path).doesNotContain(secret).contains("alo_k_");
    }
  }

  private void regenerated() {
    Made key = at.key("alohub", "lost", "callcenter");
    Reply again = at.post(FLAT + "/" + key.id() + "/regenerate", "{}");
    String secret = again.at("/key");
    assertThat(again.status()).isEqualTo(200);
    assertThat(secret).isNotEqualTo(key.secret());
    assertThat(at.call("GET", CALLS, "X-API-Key", secret).status()).isEqualTo(200);
    at.until(401, AT_ONCE, CALLS, "X-API-Key", key.secret());
  }

  private void listPagesAndSorts() {
    at.key("alohub", "list b", "contacts");
    at.key("alohub", "list a", "contacts");
    Reply page = at.get(KEYS + "?profile=alohub&q=list&sort=name&limit=1");
    Reply next =
        at.get(KEYS + "?profile=alohub&q=list&sort=name&limit=1&cursor=" + page.at("/nextCursor"));
    assertThat(page.at("/data/0/name")).isEqualTo(at.name("list a"));
    assertThat(next.at("/data/0/name")).isEqualTo(at.name("list b"));
  }

  private void durations() {
    Instant before = Instant.now();
    assertThat(at.get("/admin/v1/profiles/alohub").json().path("durations").toString())
        .isEqualTo("[0,30,90,365]");
    for (int days : List.of(30, 90, 365)) {
      Reply made =
          at.post(
              FLAT,
              "{\"name\":\"%s\",\"scopes\":[\"contacts\"],\"expiresInDays\":%d}"
                  .formatted(at.name("days " + days), days));
      Instant end = Instant.parse(at.read(made.at("/id")).path("expiresAt").asText());
      assertThat(Duration.between(before.plus(Duration.ofDays(days)), end).abs())
          .isLessThan(Duration.ofSeconds(30));
    }
    assertThat(at.read(flat.made("unlimited").at("/id")).path("expiresAt").isNull()).isTrue();
  }

  private void catalogue() {
    JsonNode scopes = at.get("/admin/v1/profiles/alohub/scopes").json().path("data");
    assertThat(scopes).hasSize(4);
    assertThat(scopes.findValuesAsText("id")).contains("callcenter", "contacts");
    assertThat(scopes)
        .allSatisfy(
            scope -> {
              assertThat(scope.at("/label/en").asText()).isNotEmpty();
              assertThat(scope.at("/label/vi").asText()).isNotEmpty();
              assertThat(scope.path("color").asText()).isNotEmpty();
            });
  }

  private void listed(String member) {
    String id = flat.made("listed " + member).at("/id");
    JsonNode rows = at.get(FLAT).json().path("items");
    assertThat(rows)
        .anySatisfy(
            row -> {
              assertThat(row.path("id").asText()).isEqualTo(id);
              assertThat(row.path(member).asText()).isNotEmpty();
            });
  }

  private void masked() {
    Reply made = flat.made("masked");
    String key = made.at("/key");
    assertThat(at.read(made.at("/id")).path("maskedKey").asText())
        .isEqualTo("alo_k_" + key.substring(6, 10) + "…" + key.substring(38));
  }

  private void colours() {
    JsonNode first = at.get("/admin/v1/scopes").json().path("data");
    assertThat(first.findValuesAsText("color"))
        .isEqualTo(at.get("/admin/v1/scopes").json().path("data").findValuesAsText("color"))
        .isNotEmpty();
  }

  private void twoStates() {
    Made key = at.key("alohub", "states", "contacts");
    assertThat(status(key)).isEqualTo("active");
    at.post(KEYS + "/" + key.id() + "/disable", "{}");
    assertThat(status(key)).isEqualTo("inactive");
  }

  private String status(Made key) {
    for (JsonNode row : at.get(FLAT).json().path("items")) {
      if (row.path("maskedKey").asText().endsWith(key.secret().substring(38))) {
        return row.path("status").asText();
      }
    }
    throw new AssertionError("not listed");
  }

  private void lastUsed() {
    Made key = at.key("alohub", "used", "callcenter");
    assertThat(at.read(key.id()).path("lastUsedAt").isNull()).isTrue();
    at.call("GET", CALLS, "X-API-Key", key.secret());
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (at.read(key.id()).path("lastUsedAt").isNull() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    Instant used = Instant.parse(at.read(key.id()).path("lastUsedAt").asText());
    assertThat(Duration.between(used, Instant.now())).isLessThan(Duration.ofMinutes(2));
  }

  private void regenerateKeepsId() {
    Reply made = flat.made("kept");
    Reply again = at.post(FLAT + "/" + made.at("/id") + "/regenerate", "{}");
    assertThat(again.at("/id")).isEqualTo(made.at("/id"));
    assertThat(again.at("/createdAt")).isEqualTo(made.at("/createdAt"));
  }

  private void revokedAtOnce() {
    Made key = at.key("alohub", "revoked", "callcenter");
    at.call("GET", CALLS, "X-API-Key", key.secret());
    Reply revoked = at.post(FLAT + "/" + key.id() + "/revoke", "{}");
    assertThat(revoked.at("/status")).isEqualTo("inactive");
    at.until(401, AT_ONCE, CALLS, "X-API-Key", key.secret());
  }
}
