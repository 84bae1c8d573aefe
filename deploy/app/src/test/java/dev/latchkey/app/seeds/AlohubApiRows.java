// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.seeds;

import static dev.latchkey.app.seeds.Instance.FLAT;
import static dev.latchkey.app.seeds.Instance.KEYS;
import static dev.latchkey.app.seeds.SeedRow.page;
import static dev.latchkey.app.seeds.SeedRow.row;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.seeds.Instance.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The first seed's API for existing clients. */
final class AlohubApiRows {
  private final Instance at;
  private final Flat flat;

  AlohubApiRows(Instance at) {
    this.at = at;
    this.flat = new Flat(at);
  }

  List<SeedRow> rows() {
    return List.of(
        row(28, "POST creates a key", () -> flat.made("made by POST")),
        row(29, "a bearer token is required", this::tokenRequired),
        row(30, "JSON is required", this::jsonRequired),
        row(
            31,
            "body name is required",
            () -> flat.refused("{\"scopes\":[\"contacts\"]}", "/name")),
        row(32, "body scopes from the catalogue", this::scopesOfTheCatalogue),
        row(33, "expiresInDays is optional", this::expiry),
        row(34, "success is 200", () -> assertThat(flat.made("200").status()).isEqualTo(200)),
        row(35, "the body is flat", this::flatBody),
        row(
            36,
            "the id begins with key_",
            () -> assertThat(flat.made("id").at("/id")).matches("key_[0-9A-Za-z]{22}")),
        row(37, "alo_k_ and 36 characters", this::keyShape),
        row(38, "createdAt in UTC with milliseconds", this::createdAt),
        row(39, "the key is in this answer only", () -> new AlohubRows(at).shownOnce("this once")),
        row(40, "a missing field is refused", this::missing),
        row(41, "a bad token is refused", this::badToken),
        row(42, "a lack of rights is refused", this::lackOfRights),
        row(43, "a name that exists is refused", this::nameTaken),
        page(44, "advice against sharing"),
        page(45, "snippets for three languages"),
        row(46, "Vietnamese names survive", this::vietnamese),
        row(47, "both languages", this::languages));
  }

  private void missing() {
    flat.refused("{}", "/name");
    flat.refused("{}", "/scopes");
    flat.refused("{\"name\":\"  \",\"scopes\":[\"contacts\"]}", "/name");
  }

  private void tokenRequired() {
    Reply reply = at.admin("POST", FLAT, null, "{}");
    assertThat(reply.status()).isEqualTo(401);
    assertThat(reply.header("WWW-Authenticate")).startsWith("Bearer");
  }

  private void jsonRequired() {
    String body = "{\"name\":\"x\",\"scopes\":[\"contacts\"]}";
    assertThat(at.admin("POST", FLAT, at.owner(), body, "Content-Type", "text/plain").status())
        .isEqualTo(415);
  }

  private void scopesOfTheCatalogue() {
    flat.refused("{\"name\":\"x\"}", "/scopes");
    flat.refused("{\"name\":\"x\",\"scopes\":[\"leads:read\"]}", "/scopes/0");
  }

  private void expiry() {
    flat.refused(
        "{\"name\":\"x\",\"scopes\":[\"contacts\"],\"expiresInDays\":0}", "/expiresInDays");
    assertThat(at.read(flat.made("no end").at("/id")).path("expiresAt").isNull()).isTrue();
    String body = "{\"name\":\"%s\",\"scopes\":[\"contacts\"],\"expiresInDays\":90}";
    Reply made = at.post(FLAT, body.formatted(at.name("ninety")));
    assertThat(Instant.parse(at.read(made.at("/id")).path("expiresAt").asText()))
        .isEqualTo(Instant.parse(made.at("/createdAt")).plus(Duration.ofDays(90)));
  }

  private void flatBody() {
    List<String> members = new ArrayList<>();
    flat.made("flat").json().fieldNames().forEachRemaining(members::add);
    assertThat(members).containsExactly("id", "name", "key", "scopes", "createdAt");
  }

  private void keyShape() {
    assertThat(flat.made("shape").at("/key")).matches("alo_k_[0-9A-Za-z]{36}");
  }

  private void createdAt() {
    String time = flat.made("time").at("/createdAt");
    assertThat(time).matches("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z");
    assertThat(Duration.between(Instant.parse(time), Instant.now()).abs())
        .isLessThan(Duration.ofMinutes(1));
  }

  private void badToken() {
    String expired = at.token(at.tenant, "roles", Instant.now().minusSeconds(600), "owner");
    for (String bad : List.of(expired, at.owner() + "x", "a.b.c")) {
      Reply refused = at.admin("POST", FLAT, bad, "{}");
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.at("/code")).isEqualTo("unauthenticated");
      assertThat(refused.at("/message")).isNotEmpty();
      assertThat(refused.header("WWW-Authenticate")).contains("invalid_token");
    }
  }

  private void lackOfRights() {
    Reply reply = at.admin("POST", FLAT, at.role("viewer"), "{}");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.at("/code")).isEqualTo("permission_denied");
  }

  private void nameTaken() {
    String body = "{\"name\":\"" + at.name("taken") + "\",\"scopes\":[\"contacts\"]}";
    String first = at.post(FLAT, body).at("/id");
    Reply taken = at.post(FLAT, body);
    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.at("/code")).isEqualTo("name_taken");
    assertThat(taken.at("/message")).isEqualTo(taken.at("/detail")).isNotEmpty();
    at.post(FLAT + "/" + first + "/revoke", "{}");
    assertThat(at.post(FLAT, body).status()).isEqualTo(200);
  }

  private void vietnamese() {
    String composed = at.name("Key tích hợp CRM");
    Reply made = flat.made("Key ti\u0301ch h\u01a1\u0323p CRM");
    assertThat(made.at("/name")).isEqualTo(composed);
    assertThat(at.read(made.at("/id")).path("name").asText()).isEqualTo(composed);
    assertThat(at.get(KEYS + "?q=tich+hop+crm+" + at.run).json().path("data")).hasSize(1);
  }

  private void languages() {
    Reply en = at.admin("POST", FLAT, at.owner(), "{}");
    Reply vi =
        at.admin("POST", FLAT, at.owner(), "{}", "Accept-Language", "vi-VN,vi;q=0.9,en;q=0.5");
    assertThat(vi.at("/code")).isEqualTo(en.at("/code"));
    assertThat(vi.at("/title")).isEqualTo("Dữ liệu không hợp lệ");
    assertThat(vi.at("/errors/0/detail")).isEqualTo("là bắt buộc");
    assertThat(en.at("/errors/0/detail")).isEqualTo("is required");
  }
}
