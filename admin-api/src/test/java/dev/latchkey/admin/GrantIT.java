// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** AB-66: nobody gives away, or gets hold of, a scope that is not his to grant. */
@ExtendWith(AdminExtension.class)
class GrantIT {
  private static final String KEYS = "/admin/v1/keys";

  private final RunningAdmin admin;
  private final String owner;
  private final String developer;

  GrantIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
    this.developer = admin.token("developer");
  }

  @Test
  void aDeveloperNeitherMakesCopiesWidensNorRotatesAGuardedKey() {
    String guarded = create("[\"admin:all\"]");
    String plain = create("[\"leads:read\"]");

    assertNotGrantable(
        admin.post(KEYS, developer, body("x", "[\"admin:all\"]")),
        admin.post(KEYS, developer, "{\"copyFrom\":\"" + guarded + "\",\"name\":\"x\"}"),
        patch(plain, developer, "{\"scopes\":[\"leads:read\",\"admin:all\"]}"),
        admin.post(KEYS + "/" + guarded + "/rotate", developer, "{}"));
    assertThat(admin.post(KEYS + "/" + plain + "/rotate", developer, "{}").status()).isEqualTo(200);
    assertThat(admin.post(KEYS + "/" + guarded + "/rotate", owner, "{}").status()).isEqualTo(200);
  }

  @Test
  void aDeveloperStopsAGuardedKeyAllTheSame() {
    String guarded = create("[\"admin:all\"]");

    Reply revoked = admin.post(KEYS + "/" + guarded + "/revoke", developer, "{}");

    assertThat(revoked.status()).isEqualTo(200);
  }

  @Test
  void aWildcardIsAsHardToGiveAsTheHardestScopeThatItStandsFor() {
    String wild = create("[\"*\"]");
    String grants = admin.tokenWith("keys:create", "keys:grant", "keys:rotate", "keys:read");

    assertNotGrantable(
        admin.post(KEYS, grants, body("x", "[\"*\"]")),
        admin.post(KEYS + "/" + wild + "/rotate", developer, "{}"),
        admin.post(KEYS + "/" + wild + "/rotate", grants, "{}"));
    assertThat(admin.post(KEYS, grants, body("x", "[\"leads:*\"]")).status()).isEqualTo(201);
    assertThat(admin.get("/admin/v1/me", grants).json().path("grantableScopes").toString())
        .doesNotContain("\"*\"", "admin:all");
  }

  @Test
  void theRightToRotateAloneRotatesWhatNobodyGuards() {
    String plain = create("[\"leads:read\"]");
    String rotates = admin.tokenWith("keys:rotate");

    assertThat(admin.post(KEYS + "/" + plain + "/rotate", rotates, "{}").status()).isEqualTo(200);
  }

  @Test
  void aDialectIsNoWayAround() {
    Reply reply =
        admin.post(TestConfig.NESTED, developer, "{\"name\":\"x\",\"scopes\":[\"admin:all\"]}");

    assertThat(reply.code()).isEqualTo("scope_not_grantable");
  }

  private void assertNotGrantable(Reply... replies) {
    for (Reply reply : replies) {
      assertThat(reply.status()).as(reply.text()).isEqualTo(403);
      assertThat(reply.code()).isEqualTo("scope_not_grantable");
    }
  }

  private Reply patch(String id, String token, String body) {
    return admin.send("PATCH", KEYS + "/" + id, token, body, "Content-Type", "application/json");
  }

  private String create(String scopes) {
    return admin.post(KEYS, owner, body("k", scopes)).at("/key/id");
  }

  private static String body(String name, String scopes) {
    return "{\"profile\":\"agent\",\"name\":\"" + name + "\",\"scopes\":" + scopes + "}";
  }
}
