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
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The first seed's list of keys, and what can be done to each. */
final class AlohubListRows {
  private static final String CALLS = "/api/v1.0/calls";
  private static final Duration AT_ONCE = Duration.ofSeconds(1);

  private final Instance at;
  private final Flat flat;

  AlohubListRows(Instance at) {
    this.at = at;
    this.flat = new Flat(at);
  }

  List<SeedRow> rows() {
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

  private void catalogue() {
    JsonNode scopes = at.get("/admin/v1/profiles/alohub/scopes").json().path("data");
    assertThat(scopes).hasSize(4);
    assertThat(scopes.findValuesAsText("id")).contains("callcenter", "contacts");
    assertThat(scopes)
        .allSatisfy(
            scope -> {
              assertThat(scope.at("/label/en").asText()).isNotEmpty();
              assertThat(scope.at("/label/vi").asText()).isNotEmpty();
              assertThat(scope.at("/description/en").asText()).isNotEmpty();
              assertThat(scope.at("/description/vi").asText()).isNotEmpty();
              assertThat(scope.path("color").asText()).isNotEmpty();
            });
  }

  private void listed(String member) {
    Reply made = flat.made("listed " + member);
    String id = made.at("/id");
    JsonNode rows = at.get(FLAT).json().path("items");
    assertThat(rows)
        .anySatisfy(
            row -> {
              assertThat(row.path("id").asText()).isEqualTo(id);
              assertThat(row.path(member).asText()).isEqualTo(made.at("/" + member));
            });
  }

  private void masked() {
    Reply made = flat.made("masked");
    String key = made.at("/key");
    assertThat(at.read(made.at("/id")).path("maskedKey").asText())
        .isEqualTo("alo_k_" + key.substring(6, 10) + "…" + key.substring(38));
  }

  private void colours() {
    JsonNode catalogue = at.get("/admin/v1/profiles/alohub/scopes").json().path("data");
    JsonNode again = at.get("/admin/v1/scopes").json().path("data");
    Made key = at.key("alohub", "coloured", "contacts,callcenter");
    for (JsonNode scope : at.read(key.id()).path("scopes")) {
      assertThat(colour(catalogue, scope.asText()))
          .isNotEmpty()
          .isEqualTo(colour(again, scope.asText()));
    }
  }

  private static String colour(JsonNode catalogue, String id) {
    for (JsonNode scope : catalogue) {
      if (scope.path("id").asText().equals(id)) {
        return scope.path("color").asText();
      }
    }
    throw new AssertionError("no scope " + id);
  }

  private void twoStates() {
    Made key = at.key("alohub", "states", "contacts");
    assertThat(status(key)).isEqualTo("active");
    at.post(KEYS + "/" + key.id() + "/disable", "{}");
    assertThat(status(key)).isEqualTo("inactive");
    at.post(KEYS + "/" + key.id() + "/enable", "{}");
    assertThat(status(key)).isEqualTo("active");
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
    Instant minute = Instant.now().truncatedTo(ChronoUnit.MINUTES);
    at.call("GET", CALLS, "X-API-Key", key.secret());
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (at.read(key.id()).path("lastUsedAt").isNull() && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    Instant used = Instant.parse(at.read(key.id()).path("lastUsedAt").asText());
    assertThat(used).isBetween(minute.minusSeconds(60), Instant.now().plusSeconds(60));
  }

  private void regenerateKeepsId() {
    Reply made = flat.made("kept");
    Reply again = at.post(FLAT + "/" + made.at("/id") + "/regenerate", "{}");
    assertThat(again.at("/id")).isEqualTo(made.at("/id"));
    assertThat(again.at("/createdAt")).isEqualTo(made.at("/createdAt"));
    assertThat(again.at("/name")).isEqualTo(made.at("/name"));
    assertThat(again.at("/key")).isNotEqualTo(made.at("/key")).matches("alo_k_[0-9A-Za-z]{36}");
    assertThat(at.get(KEYS + "?q=" + made.at("/id")).json().path("data")).hasSize(1);
  }

  private void revokedAtOnce() {
    Made key = at.key("alohub", "revoked", "callcenter");
    at.call("GET", CALLS, "X-API-Key", key.secret());
    Reply revoked = at.post(FLAT + "/" + key.id() + "/revoke", "{}");
    assertThat(revoked.at("/status")).isEqualTo("inactive");
    at.until(401, AT_ONCE, CALLS, "X-API-Key", key.secret());
  }
}
