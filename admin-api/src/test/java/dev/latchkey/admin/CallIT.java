// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.calls.CallRecord;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Single calls: why they were refused, what a key did of late, and from where. */
@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CallIT {
  private static final String REFUSALS = "/admin/v1/refusals/";

  private RunningAdmin admin;
  private String owner;
  private String key;

  @BeforeAll
  void start(RunningAdmin running) {
    admin = running;
    owner = admin.token("owner");
    key =
        admin
            .post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"CRM\"}")
            .at("/key/id");
    Instant now = admin.clock.instant();
    add(
        call(now, "forbidden", key, "insufficient_scope", null, 403, "leads:write"),
        call(now.minusSeconds(1), "passed", key, null, null, 200),
        call(now.minusSeconds(2), "dead", key, "key_invalid", "revoked", 401),
        call(now, "stranger", null, "key_invalid", "malformed", 401),
        call(now.minus(Duration.ofHours(25)), "old", key, "rate_limited", null, 429, "minute"));
  }

  @Test
  void aRefusalIsExplainedByTheIdOfItsRequest() {
    JsonNode refusal = get(REFUSALS + "forbidden");

    assertThat(refusal.path("status").asInt()).isEqualTo(403);
    assertThat(refusal.path("code").asText()).isEqualTo("insufficient_scope");
    assertThat(refusal.path("keyId").asText()).isEqualTo(key);
    assertThat(refusal.path("keyName").asText()).isEqualTo("CRM");
    assertThat(refusal.path("route").asText()).isEqualTo("leads");
    assertThat(refusal.at("/requiredScopes/0").asText()).isEqualTo("leads:write");
    assertThat(refusal.path("detail").asText()).endsWith("leads:write");
    JsonNode trace = refusal.path("trace");
    assertThat(trace.findValuesAsText("check"))
        .containsExactly(
            "request",
            "route",
            "credential",
            "key",
            "profile",
            "status",
            "environment",
            "address",
            "scope");
    assertThat(trace.get(7).path("ok").asBoolean()).isTrue();
    assertThat(trace.get(8).path("ok").asBoolean()).isFalse();
    assertObeys("Refusal", refusal);
  }

  @Test
  void theHolderWasToldOneThingAndWhoLooksAfterKeysIsToldWhich() {
    JsonNode refusal = get(REFUSALS + "dead");

    assertThat(refusal.path("code").asText()).isEqualTo("key_invalid");
    assertThat(refusal.path("cause").asText()).isEqualTo("revoked");
    assertThat(refusal.at("/trace/5/check").asText()).isEqualTo("status");
    Reply vietnamese = admin.send("GET", REFUSALS + "dead", owner, null, "Accept-Language", "vi");
    assertThat(vietnamese.at("/detail")).startsWith("Khóa đã bị thu hồi");
  }

  @Test
  void whatNobodysKeyCameWithIsToldWithoutAddressAndPath() {
    Reply reply = admin.get(REFUSALS + "stranger", admin.token("globex", "viewer"));

    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.at("/why")).isEqualTo("malformed");
    assertThat(reply.text()).doesNotContain("192.0.2.7").doesNotContain("/leads/7");
  }

  @Test
  void anotherTenantsAndThoseOfMoreThanADayAgoAreNotFound() {
    String other = admin.token("globex", "owner");

    assertThat(admin.get(REFUSALS + "forbidden", other).status()).isEqualTo(404);
    assertThat(admin.get("/admin/v1/keys/" + key + "/calls", other).status()).isEqualTo(404);
    assertThat(admin.get("/admin/v1/keys/" + key + "/callers", other).status()).isEqualTo(404);
    assertThat(admin.get(REFUSALS + "old", owner).status()).isEqualTo(404);
    assertThat(admin.get(REFUSALS + "passed", owner).status()).isEqualTo(404);
  }

  @Test
  void aKeysCallsComeNewestFirst() {
    JsonNode calls = get("/admin/v1/keys/" + key + "/calls");

    assertThat(calls.path("data").findValuesAsText("requestId"))
        .containsExactly("forbidden", "passed", "dead");
    assertThat(calls.at("/data/0/path").asText()).isEqualTo("/leads/7");
    assertObeys("CallList", calls);
  }

  @Test
  void callersAreToldApartByAddressAndRoute() {
    JsonNode callers = get("/admin/v1/keys/" + key + "/callers");

    assertThat(callers.path("data")).hasSize(1);
    assertThat(callers.at("/data/0/client").asText()).isEqualTo("192.0.2.7");
    assertThat(callers.at("/data/0/calls").asInt()).isEqualTo(3);
    assertObeys("CallerList", callers);
  }

  @Test
  void callsNeedTheirPermission() {
    assertThat(admin.get(REFUSALS + "forbidden", admin.tokenWith("keys:read")).status())
        .isEqualTo(403);
    assertThat(admin.get(REFUSALS + "forbidden", admin.tokenWith("usage:read")).status())
        .isEqualTo(200);
  }

  private JsonNode get(String path) {
    Reply reply = admin.get(path, owner);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private void assertObeys(String schema, JsonNode body) {
    Faults faults = new Faults();
    admin.api.document().schema(schema).check(body, faults);
    assertThat(faults.isEmpty()).as(body.toString()).isTrue();
  }

  private void add(CallRecord... calls) {
    RunningAdmin.get(admin.calls().add(List.of(calls)).map(done -> true));
  }

  private static CallRecord call(
      Instant at,
      String requestId,
      @Nullable String key,
      @Nullable String code,
      @Nullable String cause,
      int status,
      String... named) {
    return new CallRecord(
        at,
        requestId,
        key == null ? null : new Tenant("acme"),
        key == null ? null : KeyId.parse(key).orElseThrow(),
        "leads",
        "GET",
        "/leads/7",
        "192.0.2.7",
        status,
        code,
        cause,
        List.of(named),
        null,
        1_500);
  }
}
