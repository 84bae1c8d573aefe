// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class KeyRulesIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final String owner;

  KeyRulesIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void theProfileDecidesWhichScopesAKeyCanHave() {
    assertThat(create("agent", "default", "").json().at("/key/scopes").toString())
        .isEqualTo("[\"leads:create\"]");
    assertThat(create("bot", "hidden", "").json().at("/key/scopes").toString())
        .isEqualTo("[\"bot:talk\"]");
    assertThat(create("bot", "hidden", ",\"scopes\":[\"contacts\"]").errors())
        .containsExactly("/scopes scopes_fixed");
    assertThat(create("alo", "none", "").errors()).containsExactly("/scopes required");
    assertThat(create("alo", "foreign", ",\"scopes\":[\"leads:read\"]").errors())
        .containsExactly("/scopes/0 unknown_scope");
    assertThat(create("alo", "wild", ",\"scopes\":[\"*\"]").errors())
        .containsExactly("/scopes/0 wildcard_not_allowed");
    assertThat(create("agent", "x", ",\"scopes\":[\"zoo:*\"]").errors())
        .containsExactly("/scopes/0 unknown_scope");
    assertThat(
            create("agent", "x", ",\"environment\":\"test\",\"scopes\":[\"leads:write\"]").errors())
        .containsExactly("/scopes/0 outside_environment");
  }

  @Test
  void onlyWhoMayGrantGivesWildcardsAndGuardedScopes() {
    String developer = admin.token("developer");
    String settings = admin.tokenWith("settings:w");

    assertThat(create("agent", "wild", ",\"scopes\":[\"*\"]").status()).isEqualTo(201);
    assertThat(create("agent", "wild", ",\"scopes\":[\"leads:*\"]").status()).isEqualTo(201);
    assertThat(create("agent", "guard", ",\"scopes\":[\"admin:all\"]").status()).isEqualTo(201);
    for (String scope : List.of("*", "leads:*", "admin:all")) {
      String body = "{\"profile\":\"agent\",\"name\":\"x\",\"scopes\":[\"" + scope + "\"]}";
      assertThat(admin.post(KEYS, developer, body).code()).isEqualTo("scope_not_grantable");
      assertThat(admin.post(KEYS, settings, body).status()).isEqualTo(403);
      assertThat(admin.post(KEYS, settings, body).at("/errors/0/detail")).endsWith(scope);
    }
  }

  @Test
  void limitsStayWithinThePlan() {
    String limit = ",\"rateLimits\":[{\"name\":\"minute\",\"limit\":100,\"windowSeconds\":60}]";

    assertThat(create("agent", "above", limit).errors())
        .containsExactly("/rateLimits/0/limit above_ceiling");
    assertThat(create("agent", "pro", limit + ",\"plan\":\"pro\"").status()).isEqualTo(201);
    assertThat(create("bot", "no plan", limit).status()).isEqualTo(201);
  }

  @Test
  void anEndIsAnInstantToCome() {
    for (String end :
        List.of(
            "2026-11-22T10:00:00.123Z",
            "2027-01-01T00:00:00",
            "+10000-01-01T00:00:00Z",
            "1790000000",
            "9999999-01-01T00:00:00Z")) {
      assertThat(create("agent", "x", ",\"expiresAt\":\"" + end + "\"").status())
          .as(end)
          .isEqualTo(400);
    }
    assertThat(create("agent", "x", ",\"expiresAt\":1790000000").errors())
        .containsExactly("/expiresAt wrong_type");
    assertThat(
            create("agent", "x", ",\"expiresAt\":\"2027-01-01T07:00:00+07:00\"")
                .at("/key/expiresAt"))
        .isEqualTo("2027-01-01T00:00:00.000Z");
    assertThat(create("agent", "x", ",\"notBefore\":\"2027-01-01T00:00:00Z\"").at("/key/status"))
        .isEqualTo("scheduled");
    assertThat(
            create("agent", "x", ",\"notBefore\":\"2027-01-01T00:00:00Z\",\"expiresInDays\":1")
                .errors())
        .containsExactly("/notBefore not_before_expiry");
  }

  @Test
  void aMemberThatIsNullIsAsOneThatWasLeftOut() {
    Reply made =
        create(
            "agent",
            "nulls",
            ",\"description\":null,\"environment\":null,\"scopes\":null,\"plan\":null,\"copyFrom\":null"
                + ",\"rateLimits\":null,\"quota\":null,\"expiresAt\":null,\"expiresInDays\":7"
                + ",\"expiresInSeconds\":null,\"notBefore\":null,\"consumerId\":null"
                + ",\"ipAllow\":null,\"metadata\":null,\"tags\":null");
    String path = KEYS + "/" + made.at("/key/id");
    String burst = "{\"name\":\"s\",\"limit\":1,\"windowSeconds\":1,\"burst\":null}";
    String rotation =
        "{\"graceSeconds\":null,\"activation\":null,\"force\":null,\"expiresAt\":null}";

    assertThat(made.status()).as(made.text()).isEqualTo(201);
    assertThat(made.at("/key/expiresAt")).isEqualTo("2026-11-29T10:00:00.123Z");
    assertThat(made.json().at("/key/scopes").toString()).isEqualTo("[\"leads:create\"]");
    assertThat(create("agent", "x", ",\"rateLimits\":[" + burst + "]").status()).isEqualTo(201);
    assertThat(admin.post(path + "/rotate", owner, rotation).status()).isEqualTo(200);
    assertThat(admin.post(path + "/disable", owner, "{\"reason\":null}").status()).isEqualTo(200);
    assertThat(admin.post(path + "/revoke", owner, "{\"reason\":null,\"note\":null}").status())
        .isEqualTo(200);
  }

  @Test
  void aPatchTakesAwayAnEndByEachOfItsNames() {
    for (String name : List.of("expiresAt", "expiresInDays", "expiresInSeconds")) {
      String path = KEYS + "/" + create("agent", name, ",\"expiresInDays\":7").at("/key/id");
      Reply patched =
          admin.send(
              "PATCH", path, owner, "{\"" + name + "\":null}", "Content-Type", "application/json");

      assertThat(patched.json().path("expiresAt").isNull()).as(patched.text()).isTrue();
    }
  }

  @Test
  void aKeyOfALimitedEnvironmentShowsTheEndThatCounts() {
    Reply made = create("agent", "t", ",\"environment\":\"test\"");

    assertThat(made.at("/secret")).startsWith("sk_test_");
    assertThat(made.at("/key/expiresAt")).isEqualTo("2026-12-22T10:00:00.123Z");
  }

  private Reply create(String profile, String name, String rest) {
    return admin.post(
        KEYS, owner, "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}");
  }
}
