// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.FLAT;
import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

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
    rows.addAll(new AlohubListRows(at).rows());
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

  private void keyOpens() {
    Made key = at.key("alohub", "opens", "callcenter");
    assertThat(at.call("GET", CALLS, "X-API-Key", key.secret()).status()).isEqualTo(200);
    assertThat(at.call("GET", CALLS).at("/code")).isEqualTo("key_missing");
    Reply unknown = at.call("GET", CALLS, "X-API-Key", "alo_k_" + "0".repeat(36));
    assertThat(unknown.status()).isEqualTo(401);
    assertThat(unknown.at("/code")).isEqualTo("key_invalid");
  }

  private void oneTenant() {
    Made key = at.key("alohub", "mine", "contacts");
    String stranger = at.token(at.tenant + "-2", "roles", "owner");
    assertThat(at.admin("GET", KEYS + "/" + key.id(), stranger, null).status()).isEqualTo(404);
    assertThat(at.admin("GET", KEYS, stranger, null).text()).doesNotContain(key.id());
    assertThat(at.admin("POST", KEYS + "/" + key.id() + "/revoke", stranger, "{}").status())
        .isEqualTo(404);
    String asked = "{\"key\":\"%s\",\"method\":\"GET\",\"path\":\"/api/v1.0/contacts\"}";
    Reply judged = at.admin("POST", "/admin/v1/verify", stranger, asked.formatted(key.secret()));
    assertThat(judged.at("/code")).isEqualTo("key_invalid");
    assertThat(judged.json().has("keyId")).isFalse();
    assertThat(at.read(key.id()).path("status").asText()).isEqualTo("active");
  }

  private void limitedToScopes() {
    Made key = at.key("alohub", "limited", "contacts");
    Reply refused = at.call("GET", CALLS, "X-API-Key", key.secret());
    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.at("/code")).isEqualTo("insufficient_scope");
    assertThat(refused.at("/requiredScopes/0")).isEqualTo("callcenter");
    assertThat(refused.header("WWW-Authenticate")).contains("scope=\"callcenter\"");
  }

  void shownOnce(String name) {
    Reply made = flat.made(name);
    String secret = made.at("/key");
    String id = made.at("/id");
    for (String path :
        List.of(
            KEYS + "/" + id, KEYS, FLAT, KEYS + "/" + id + "/events", "/admin/v1/audit-events")) {
      assertThat(at.get(path).text())
          .as(path)
          .contains("alo_k_")
          .doesNotContain(secret.substring("alo_k_".length()));
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
    assertThat(page.json().path("hasMore").asBoolean()).isTrue();
    assertThat(next.json().path("hasMore").asBoolean()).isFalse();
    assertThat(next.json().path("nextCursor").isNull()).isTrue();
    Reply around = at.get(KEYS + "?profile=alohub&q=list&sort=-name&limit=1");
    assertThat(around.at("/data/0/name")).isEqualTo(at.name("list b"));
  }

  private void durations() {
    assertThat(at.get("/admin/v1/profiles/alohub").json().path("durations").toString())
        .isEqualTo("[0,30,90,365]");
    for (int days : List.of(30, 90, 365)) {
      Reply made =
          at.post(
              FLAT,
              "{\"name\":\"%s\",\"scopes\":[\"contacts\"],\"expiresInDays\":%d}"
                  .formatted(at.name("days " + days), days));
      Instant end = Instant.parse(at.read(made.at("/id")).path("expiresAt").asText());
      Instant begin = Instant.parse(made.at("/createdAt"));
      assertThat(Duration.between(begin, end).toSeconds()).isEqualTo(days * 86_400L);
    }
    assertThat(at.read(flat.made("unlimited").at("/id")).path("expiresAt").isNull()).isTrue();
  }
}
