// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.UsageLedger.Count;
import dev.latchkey.keys.UsageLedger.Retention;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class UsageIT {
  private static final Instant MINUTE = RunningAdmin.START.truncatedTo(ChronoUnit.MINUTES);

  private static final Retention KEPT =
      new Retention(
          Duration.ofHours(48), Duration.ofDays(90), Duration.ofDays(730), Duration.ofHours(24));

  private RunningAdmin admin;
  private String owner;
  private String busy;
  private String quiet;

  @BeforeAll
  void start(RunningAdmin running) {
    admin = running;
    owner = admin.token("owner");
    busy = create("busy");
    quiet = create("quiet");
    add(MINUTE.minus(26, ChronoUnit.HOURS), count(busy, "leads", 2, "forwarded", 0, 5));
    add(
        MINUTE,
        count(busy, "leads", 2, "forwarded", 1, 90),
        count(quiet, "leads", 2, "forwarded", 1, 1));
    add(MINUTE, count(busy, "leads", 2, "forwarded", 6, 10));
    add(MINUTE, count(busy, "leads", 4, "rate_limited", 0, 7));
    RunningAdmin.get(admin.usage().rollUp(KEPT).map(done -> true));
    RunningAdmin.get(admin.usage().rollUp(KEPT).map(done -> true));
    add(MINUTE, count(busy, "write", 4, "insufficient_scope", 0, 2));
  }

  @Test
  void aKeysLastDayIsToldByTheHourWithTheNewestMinutesInIt() {
    JsonNode body = get("/keys/" + busy + "/usage");

    assertThat(body.path("data")).hasSize(1);
    JsonNode hour = body.at("/data/0");
    assertThat(hour.path("start").asText()).isEqualTo("2026-11-22T10:00:00.000Z");
    assertThat(hour.path("calls").asInt()).isEqualTo(109);
    assertThat(hour.path("refused").asInt()).isEqualTo(9);
    assertThat(hour.at("/latencyMs/p50").asInt()).isEqualTo(2);
    assertThat(hour.at("/latencyMs/p95").asInt()).isEqualTo(100);
  }

  @Test
  void daysCountWhatHoursAndMinutesCounted() {
    JsonNode body = get("/keys/" + busy + "/usage?step=day&from=2026-11-20T00:00:00Z");

    assertThat(body.path("data").findValuesAsText("calls")).containsExactly("5", "109");
  }

  @Test
  void minutesAreToldApartByOutcomeRouteOrStatus() {
    String at = "/keys/" + busy + "/usage?step=minute&from=2026-11-22T10:00:00Z&groupBy=";

    assertThat(get(at + "outcome").path("data").findValuesAsText("group"))
        .containsExactly("forwarded", "insufficient_scope", "rate_limited");
    assertThat(get(at + "route").path("data").findValuesAsText("calls"))
        .containsExactly("107", "2");
    assertThat(get(at + "status").path("data").findValuesAsText("group"))
        .containsExactly("2xx", "4xx");
  }

  @Test
  void theTenantsBusiestKeysComeFirst() {
    JsonNode body = get("/usage");

    assertThat(body.at("/data/0/calls").asInt()).isEqualTo(110);
    assertThat(body.path("topKeys").findValuesAsText("name")).containsExactly("busy", "quiet");
    Faults faults = new Faults();
    admin.api.document().schema("Usage").check(body, faults);
    assertThat(faults.isEmpty()).isTrue();
  }

  @Test
  void instantsAreToTheMillisecond() {
    JsonNode body = get("/keys/" + busy + "/usage?step=minute");

    assertThat(body.path("from").asText()).endsWith(":00.000Z");
    assertThat(body.path("to").asText()).matches("2026-11-22T[0-9:]{8}[.][0-9]{3}Z");
    assertThat(get("/keys/" + busy + "/advice").path("observedSince").asText())
        .matches("2026-[0-9-]{5}T[0-9:]{8}[.][0-9]{3}Z");
  }

  @Test
  void anotherTenantSeesNothing() {
    String other = admin.token("globex", "owner");

    assertThat(admin.get("/admin/v1/usage", other).json().path("data")).isEmpty();
    assertThat(admin.get("/admin/v1/keys/" + busy + "/usage", other).status()).isEqualTo(404);
    assertThat(admin.get("/admin/v1/keys/" + busy + "/advice", other).status()).isEqualTo(404);
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertThat(admin.get("/admin/v1/usage?from=2027-01-01T00:00:00Z", owner).errors())
        .containsExactly("/query/from invalid");
    assertThat(admin.get("/admin/v1/usage?from=2027-01-01T00:00:00Z", owner).status())
        .isEqualTo(400);
    assertThat(admin.get("/admin/v1/usage?step=week", owner).status()).isEqualTo(400);
    assertThat(admin.get("/admin/v1/usage?step=minute&from=2025-01-01T00:00:00Z", owner).status())
        .isEqualTo(400);
  }

  @Test
  void usageNeedsItsPermission() {
    assertThat(admin.get("/admin/v1/usage", admin.tokenWith("keys:read")).status()).isEqualTo(403);
    assertThat(admin.get("/admin/v1/usage", admin.tokenWith("usage:read")).status()).isEqualTo(200);
  }

  @Test
  void adviceNamesTheWindowItLookedAt() {
    JsonNode advice = get("/keys/" + busy + "/advice");

    assertThat(advice.path("calls").asInt()).isEqualTo(114);
    assertThat(advice.path("observedSince").asText()).isEqualTo(RunningAdmin.START.toString());
    Faults faults = new Faults();
    admin.api.document().schema("KeyAdvice").check(advice, faults);
    assertThat(faults.isEmpty()).isTrue();
  }

  private JsonNode get(String path) {
    Reply reply = admin.get("/admin/v1" + path, owner);
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.json();
  }

  private String create(String name) {
    return admin
        .post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"" + name + "\"}")
        .json()
        .at("/key/id")
        .asText();
  }

  private void add(Instant minute, Count... counts) {
    RunningAdmin.get(admin.usage().add(minute, List.of(counts)).map(done -> true));
  }

  private static Count count(
      String key, String route, int status, String outcome, int bucket, long calls) {
    long[] histogram = new long[UsageLedger.BUCKETS];
    histogram[bucket] = calls;
    KeyId id = KeyId.parse(key).orElseThrow();
    return new Count(new Tenant("acme"), id, route, status, outcome, histogram);
  }
}
