// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class KeyPatchIT {
  private static final String KEYS = "/admin/v1/keys";

  /** At once, on one key or consumer. */
  private static final int CROWD = 6;

  private final RunningAdmin admin;
  private final String owner;

  KeyPatchIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void aPatchChangesWhatItNamesAndClearsWhatIsNull() {
    Reply made =
        create(
            "agent",
            "before",
            ",\"description\":\"d\",\"tags\":[\"a\"],\"metadata\":{\"x\":1,\"y\":{\"z\":2,\"w\":3}},\"expiresInDays\":5");
    String path = KEYS + "/" + made.at("/key/id");

    Reply patched =
        admin.send(
            "PATCH",
            path,
            owner,
            "{\"name\":\"after\",\"description\":null,\"metadata\":{\"x\":null,\"y\":{\"z\":9}},\"expiresAt\":null}",
            "Content-Type",
            "application/merge-patch+json",
            "If-Match",
            "\"v1\"");

    assertThat(patched.status()).isEqualTo(200);
    assertThat(patched.header("ETag")).isEqualTo("\"v2\"");
    assertThat(patched.at("/name")).isEqualTo("after");
    assertThat(patched.json().path("description").isNull()).isTrue();
    assertThat(patched.json().path("metadata").toString()).isEqualTo("{\"y\":{\"z\":9,\"w\":3}}");
    assertThat(patched.json().path("expiresAt").isNull()).isTrue();
    assertThat(patched.at("/tags/0")).isEqualTo("a");
  }

  @Test
  void aPatchThatChangesNothingWritesNothing() {
    String path = KEYS + "/" + create("agent", "same", "").at("/key/id");

    Reply patched = patch(path, owner, "{\"name\":\"same\",\"tags\":[]}");

    assertThat(patched.header("ETag")).isEqualTo("\"v1\"");
    assertThat(admin.get(path + "/events", owner).json().path("data")).hasSize(1);
  }

  @Test
  void aStaleOrMalformedVersionIsRefused() {
    String path = KEYS + "/" + create("agent", "stale", "").at("/key/id");
    patch(path, owner, "{\"name\":\"newer\"}");

    assertThat(match("PATCH", path, "{\"name\":\"z\"}", "\"v1\"").status()).isEqualTo(412);
    assertThat(match("PATCH", path, "{\"name\":\"z\"}", "\"v1\"").code())
        .isEqualTo("precondition_failed");
    assertThat(match("POST", path + "/disable", "{}", "\"v1\"").status()).isEqualTo(412);
    assertThat(match("POST", path + "/rotate", "{}", "\"v1\"").status()).isEqualTo(412);
    assertThat(match("DELETE", path, "", "\"v1\"").status()).isEqualTo(412);
    assertThat(match("POST", path + "/disable", "{}", "W/\"v2\"").status()).isEqualTo(412);
    for (String another : List.of("\"2\"", "\"v\"", "\"v99999999999999999999\"")) {
      assertThat(match("POST", path + "/disable", "{}", another).status())
          .as(another)
          .isEqualTo(412);
    }
    for (String malformed : List.of("v2", "\"v2\" \"v3\"")) {
      assertThat(match("POST", path + "/disable", "{}", malformed).status())
          .as(malformed)
          .isEqualTo(400);
    }
    assertThat(match("POST", path + "/disable", "{}", "\"v2\"").status()).isEqualTo(200);
    assertThat(match("POST", path + "/enable", "{}", "*").status()).isEqualTo(200);
  }

  @Test
  void addedScopesMustBeTheCallersToGrant() {
    String path =
        KEYS + "/" + create("agent", "grow", ",\"scopes\":[\"leads:read\"]").at("/key/id");
    String updater = admin.tokenWith("keys:update");

    assertThat(patch(path, updater, "{\"scopes\":[\"leads:write\"]}").code())
        .isEqualTo("scope_not_grantable");
    assertThat(patch(path, admin.token("developer"), "{\"scopes\":[\"*\"]}").code())
        .isEqualTo("scope_not_grantable");
    assertThat(
            patch(path, admin.token("developer"), "{\"scopes\":[\"leads:read\",\"leads:write\"]}")
                .code())
        .as("making keys with a scope is one thing, adding it to a key in use another")
        .isEqualTo("scope_not_grantable");
    assertThat(
            patch(
                    path,
                    admin.tokenWith("keys:update", "keys:grant"),
                    "{\"scopes\":[\"leads:read\",\"leads:write\"]}")
                .status())
        .isEqualTo(200);
    assertThat(patch(path, updater, "{\"scopes\":[\"leads:write\"]}").status()).isEqualTo(200);
    assertThat(patch(path, owner, "{\"scopes\":[\"*\"]}").status()).isEqualTo(200);
    assertThat(patch(path, updater, "{\"scopes\":[\"leads:read\"]}").status()).isEqualTo(200);
    assertThat(patch(path, owner, "{\"scopes\":null}").status()).isEqualTo(400);
    assertThat(patch(path, owner, "{\"profile\":\"alo\"}").errors())
        .containsExactly("/profile unknown_member");
  }

  @Test
  void aQuotaOfAKeysOwnIsPatchedMemberByMemberAndClearedByNull() {
    Reply made = create("agent", "quota", ",\"quota\":{\"limit\":500,\"period\":\"day\"}");
    String path = KEYS + "/" + made.at("/key/id");
    assertThat(made.status()).as(made.text()).isEqualTo(201);

    Reply raised = patch(path, owner, "{\"quota\":{\"limit\":900}}");
    Reply same = patch(path, owner, "{\"quota\":{\"period\":\"day\"}}");
    Reply cleared = patch(path, owner, "{\"quota\":null}");

    assertThat(raised.json().path("quota").toString())
        .isEqualTo(
            "{\"name\":\"day\",\"limit\":900,\"period\":\"day\",\"used\":0,"
                + "\"resetsAt\":\"2026-11-23T00:00:00.000Z\"}");
    assertThat(raised.json().path("effectiveQuotas")).hasSize(1);
    assertThat(same.at("/version")).isEqualTo("2");
    assertThat(cleared.json().path("quota").isNull()).isTrue();
    assertThat(cleared.json().path("effectiveQuotas")).isEmpty();
    assertThat(admin.get(path + "/events", owner).at("/data/1/changes/quota/after/limit"))
        .isEqualTo("900");
    assertThat(patch(path, owner, "{\"quota\":{\"limit\":3}}").errors())
        .containsExactly("/quota/period required");
  }

  @Test
  void aQuotaOfAKeysOwnStaysBelowItsPlansCeiling() {
    String path =
        KEYS
            + "/"
            + create(
                    "agent",
                    "ceiling",
                    ",\"plan\":\"pro\",\"quota\":{\"name\":\"month\",\"limit\":2000000,\"period\":\"month\"}")
                .at("/key/id");

    Reply above = patch(path, owner, "{\"quota\":{\"limit\":2000001}}");
    Reply daily = patch(path, owner, "{\"quota\":{\"limit\":64517,\"period\":\"day\"}}");

    assertThat(above.errors()).containsExactly("/quota/limit above_quota_ceiling");
    assertThat(daily.errors()).containsExactly("/quota/limit above_quota_ceiling");
    assertThat(admin.get(path, owner).at("/effectiveQuotas/0/limit")).isEqualTo("2000000");
    assertThat(patch(path, owner, "{\"quota\":{\"limit\":64516,\"period\":\"day\"}}").status())
        .isEqualTo(200);
    assertThat(patch(path, owner, "{\"plan\":\"free\"}").status()).isEqualTo(200);
  }

  private Reply create(String profile, String name, String rest) {
    return admin.post(
        KEYS, owner, "{\"profile\":\"" + profile + "\",\"name\":\"" + name + "\"" + rest + "}");
  }

  @Test
  void whoAsksForNoVersionIsNotRefusedForOne() {
    String path = KEYS + "/" + create("agent", "crowd", "").at("/key/id");

    List<Integer> statuses =
        Crowd.of(
            CROWD, i -> patch(path, owner, "{\"metadata\":{\"m" + i + "\":" + i + "}}").status());

    assertThat(statuses).containsOnly(200);
    assertThat(admin.get(path, owner).json().path("metadata")).hasSize(CROWD);
  }

  private Reply patch(String path, String token, String body) {
    return admin.send("PATCH", path, token, body, "Content-Type", "application/json");
  }

  private Reply match(String method, String path, String body, String tag) {
    return admin.send(
        method,
        path,
        owner,
        body.isEmpty() ? null : body,
        "Content-Type",
        "application/json",
        "If-Match",
        tag);
  }
}
