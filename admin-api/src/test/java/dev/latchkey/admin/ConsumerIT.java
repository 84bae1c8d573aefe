// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(AdminExtension.class)
class ConsumerIT {
  private static final String CONSUMERS = "/admin/v1/consumers";
  private static final String KEYS = "/admin/v1/keys";

  /** At once, on one key or consumer. */
  private static final int CROWD = 6;

  private final RunningAdmin admin;
  private final String owner;

  ConsumerIT(RunningAdmin admin) {
    this.admin = admin;
    this.owner = admin.token("owner");
  }

  @Test
  void aConsumerIsMadeReadChangedAndRemoved() {
    Reply made =
        create(
            "{\"externalId\":\"crm\",\"name\":\"Đồng bộ CRM\",\"owner\":\"lan\",\"team\":\"sales\","
                + "\"rateLimits\":[{\"name\":\"minute\",\"limit\":5,\"windowSeconds\":60}],"
                + "\"metadata\":{\"a\":1},\"tags\":[\"x\"]}");
    String path = CONSUMERS + "/" + made.at("/id");

    Reply changed =
        admin.send(
            "PATCH",
            path,
            owner,
            "{\"team\":null,\"metadata\":{\"a\":null,\"b\":2},\"rateLimits\":null}",
            "Content-Type",
            "application/merge-patch+json",
            "If-Match",
            made.header("ETag"));
    Reply late =
        admin.send(
            "PATCH",
            path,
            owner,
            "{\"name\":\"late\"}",
            "Content-Type",
            "application/json",
            "If-Match",
            made.header("ETag"));

    assertThat(made.status()).isEqualTo(201);
    assertThat(made.header("Location")).isEqualTo(path);
    assertThat(made.at("/rateLimits/0/limit")).isEqualTo("5");
    assertThat(changed.status()).isEqualTo(200);
    assertThat(changed.json().path("team").isNull()).isTrue();
    assertThat(changed.json().path("metadata").toString()).isEqualTo("{\"b\":2}");
    assertThat(changed.json().path("rateLimits")).isEmpty();
    assertThat(changed.at("/name")).isEqualTo("Đồng bộ CRM");
    assertThat(late.status()).isEqualTo(412);
    assertThat(admin.get(path, owner).header("ETag")).isEqualTo(changed.header("ETag"));
    assertThat(admin.send("DELETE", path, owner, null).status()).isEqualTo(204);
    assertThat(admin.get(path, owner).status()).isEqualTo(404);
    assertThat(
            admin
                .get("/admin/v1/audit-events?targetId=" + made.at("/id"), owner)
                .json()
                .findValuesAsText("action"))
        .containsExactly("consumer.remove", "consumer.update", "consumer.create");
  }

  @Test
  void keysBelongToAConsumerAndAreFoundByIt() {
    String id = create("{\"externalId\":\"bot-7\"}").at("/id");
    Reply key =
        admin.post(
            KEYS,
            owner,
            "{\"profile\":\"agent\",\"name\":\"of bot 7\",\"consumerId\":\"" + id + "\"}");

    Reply byId = admin.get(KEYS + "?consumerId=" + id, owner);
    Reply byName = admin.get(KEYS + "?consumerId=bot-7", owner);
    Reply inUse = admin.send("DELETE", CONSUMERS + "/" + id, owner, null);

    assertThat(key.at("/key/consumerId")).isEqualTo(id);
    assertThat(byId.json().path("data")).hasSize(1);
    assertThat(byName.json().path("data")).hasSize(1);
    assertThat(admin.get(CONSUMERS + "/" + id, owner).at("/keys")).isEqualTo("1");
    assertThat(inUse.status()).isEqualTo(409);
    assertThat(inUse.code()).isEqualTo("invalid_state");
  }

  @Test
  void aConsumersPlanIsOneOfTheConfiguration() {
    Reply made = create("{\"externalId\":\"planned\",\"plan\":\"pro\"}");
    String path = CONSUMERS + "/" + made.at("/id");

    Reply unknown = create("{\"externalId\":\"unplanned\",\"plan\":\"gold\"}");
    Reply renamed =
        admin.send("PATCH", path, owner, "{\"name\":\"n\"}", "Content-Type", "application/json");
    Reply cleared =
        admin.send("PATCH", path, owner, "{\"plan\":null}", "Content-Type", "application/json");

    assertThat(made.at("/plan")).isEqualTo("pro");
    assertThat(unknown.errors()).containsExactly("/plan unknown_plan");
    assertThat(renamed.at("/plan")).isEqualTo("pro");
    assertThat(cleared.json().path("plan").isNull()).isTrue();
  }

  @Test
  void externalIdsAreUniqueAndFaultsAreTold() {
    create("{\"externalId\":\"twice\"}");

    Reply taken = create("{\"externalId\":\" twice \"}");
    Reply missing = create("{}");
    Reply faulty =
        create(
            "{\"externalId\":\"f\",\"effectiveQuotas\":[],\"rateLimits\":["
                + "{\"name\":\"m\",\"limit\":5,\"windowSeconds\":60,\"burst\":9},"
                + "{\"name\":\"n\",\"limit\":5,\"windowSeconds\":60},"
                + "{\"name\":\"n\",\"limit\":5,\"windowSeconds\":60}],\"colour\":1}");

    assertThat(taken.status()).isEqualTo(409);
    assertThat(taken.errors()).containsExactly("/externalId taken");
    assertThat(missing.errors()).containsExactly("/externalId required");
    assertThat(faulty.errors())
        .containsExactlyInAnyOrder(
            "/colour unknown_member",
            "/effectiveQuotas unknown_member",
            "/rateLimits/0/burst too_large",
            "/rateLimits/2/name duplicate");
  }

  @Test
  void consumersAreListedByFilterInPages() {
    for (String name : List.of("p1", "p2", "p3")) {
      admin.clock.advance(Duration.ofSeconds(1));
      create("{\"externalId\":\"" + name + "\",\"team\":\"paged\",\"name\":\"Đội " + name + "\"}");
    }

    Reply first = admin.get(CONSUMERS + "?team=paged&limit=2", owner);
    Reply second =
        admin.get(CONSUMERS + "?team=paged&limit=2&cursor=" + first.at("/nextCursor"), owner);
    Reply elsewhere = admin.get(CONSUMERS + "?limit=2&cursor=" + first.at("/nextCursor"), owner);

    assertThat(first.json().findValuesAsText("externalId")).containsExactly("p3", "p2");
    assertThat(first.json().path("hasMore").asBoolean()).isTrue();
    assertThat(second.json().findValuesAsText("externalId")).containsExactly("p1");
    assertThat(second.json().path("hasMore").asBoolean()).isFalse();
    assertThat(elsewhere.errors()).containsExactly("/query/cursor invalid_cursor");
    assertThat(admin.get(CONSUMERS + "?q=doi+p2", owner).json().path("data")).hasSize(1);
  }

  @Test
  void aFaultyChangeIsToldLikeAFaultyCreation() {
    String path = CONSUMERS + "/" + create("{\"externalId\":\"patched\"}").at("/id");
    create("{\"externalId\":\"neighbour\"}");

    Reply unknown = patch(path, "{\"colour\":null}");
    Reply long4k = patch(path, "{\"metadata\":{\"a\":\"" + "x".repeat(5_000) + "\"}}");
    Reply nameless = patch(path, "{\"externalId\":null}");
    Reply taken = patch(path, "{\"externalId\":\"neighbour\"}");

    assertThat(unknown.status()).isEqualTo(400);
    assertThat(unknown.errors()).containsExactly("/colour unknown_member");
    assertThat(long4k.status()).isEqualTo(400);
    assertThat(nameless.status()).isEqualTo(400);
    assertThat(taken.code()).isEqualTo("name_taken");
    assertThat(taken.at("/detail")).contains("consumer");
    assertThat(admin.get(path, owner).header("ETag")).isEqualTo("\"v1\"");
  }

  @Test
  void whoAsksForNoVersionIsNotRefusedForOne() {
    String path = CONSUMERS + "/" + create("{\"externalId\":\"crowd\"}").at("/id");

    List<Integer> statuses =
        Crowd.of(CROWD, i -> patch(path, "{\"metadata\":{\"m" + i + "\":" + i + "}}").status());

    assertThat(statuses).containsOnly(200);
    assertThat(admin.get(path, owner).json().path("metadata")).hasSize(CROWD);
  }

  private Reply patch(String path, String body) {
    return admin.send("PATCH", path, owner, body, "Content-Type", "application/json");
  }

  private Reply create(String body) {
    return admin.post(CONSUMERS, owner, body);
  }
}
