// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.problem.Faults;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CatalogIT {
  private RunningAdmin admin;
  private String owner;

  @BeforeAll
  void start(RunningAdmin running) {
    admin = running;
    owner = admin.token("owner");
    admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"x\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "/me, Me",
    "/profiles, ProfileList",
    "/profiles/agent, Profile",
    "/profiles/agent/scopes, ScopeList",
    "/scopes, ScopeList",
    "/plans, PlanList",
    "/keys, KeyList",
    "/audit-events, EventList",
    "/nowhere, Problem"
  })
  void answersObeyTheDocument(String path, String schema) {
    JsonNode body = admin.get("/admin/v1" + path, owner).json();
    Faults faults = new Faults();

    admin.api.document().schema(schema).check(body, faults);

    assertThat(faults.isEmpty()).as(body.toString()).isTrue();
  }

  @Test
  void meNamesWhatMayBeDoneAndGranted() {
    Reply developer = admin.get("/admin/v1/me", admin.token("developer"));
    Reply everything = admin.get("/admin/v1/me", owner);

    assertThat(developer.at("/tenant")).isEqualTo("acme");
    assertThat(developer.json().path("roles").toString()).isEqualTo("[\"developer\"]");
    assertThat(developer.json().path("permissions").toString())
        .contains("\"keys:create\"", "\"settings:r\"")
        .doesNotContain("keys:grant");
    assertThat(developer.json().path("grantableScopes").toString())
        .contains("leads:read")
        .doesNotContain("admin:all", "\"*\"");
    assertThat(everything.json().path("grantableScopes").toString()).contains("admin:all", "\"*\"");
  }

  @Test
  void profilesSayWhatAFormNeeds() {
    JsonNode profile = admin.get("/admin/v1/profiles/agent", owner).json();
    JsonNode scopes = admin.get("/admin/v1/profiles/alo/scopes", owner).json();

    assertThat(profile.path("scopePolicy").asText()).isEqualTo("optional");
    assertThat(profile.at("/environments/1/name").asText()).isEqualTo("test");
    assertThat(profile.at("/environments/1/maxLifetimeSeconds").asInt()).isEqualTo(30 * 86_400);
    assertThat(profile.at("/dialect/kind").asText()).isEqualTo("nested-snake-201");
    assertThat(scopes.path("data").findValuesAsText("id"))
        .containsExactly("callcenter", "contacts");
    assertThat(admin.get("/admin/v1/profiles/zoo", owner).status()).isEqualTo(404);
    assertThat(admin.get("/admin/v1/scopes", owner).json().at("/data/1/routes/0").asText())
        .isEqualTo("leads-read");
  }

  @Test
  void aLimitThatAllNodesCountTogetherSaysSo() {
    String own = "\"rateLimits\":[{\"name\":\"minute\",\"limit\":5,\"windowSeconds\":60}]";
    JsonNode plans = admin.get("/admin/v1/plans", owner).json().path("data");
    JsonNode key =
        admin
            .post(
                "/admin/v1/keys",
                owner,
                "{\"profile\":\"agent\",\"name\":\"f\",\"plan\":\"fleet\"," + own + "}")
            .json()
            .path("key");

    assertThat(plans.findValuesAsText("id")).containsExactly("free", "pro", "fleet");
    assertThat(plans.at("/0/limits/0").has("scope")).isFalse();
    assertThat(plans.at("/2/limits/0/scope").asText()).isEqualTo("cluster");
    assertThat(key.at("/rateLimits/0").has("scope")).isFalse();
    assertThat(key.at("/effectiveLimits/0/limit").asInt()).isEqualTo(5);
    assertThat(key.at("/effectiveLimits/0/scope").asText()).isEqualTo("cluster");
  }

  @Test
  void theDocumentIsForEverybody() {
    Reply reply = admin.send("GET", "/admin/v1/openapi.json", null, null);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/openapi")).isEqualTo("3.1.0");
    assertThat(reply.header("Content-Type")).isEqualTo("application/json");
  }
}
