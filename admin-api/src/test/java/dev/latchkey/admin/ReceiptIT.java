// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.postgres.TestDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whoever stops a key is told which gateways know. The gateways here are rows. */
@ExtendWith(AdminExtension.class)
class ReceiptIT {
  private static final long FAR_AHEAD = 1_000_000;

  private final TestDatabase database;
  private final RunningAdmin admin;
  private final String owner;

  ReceiptIT(RunningAdmin admin, TestDatabase database) {
    this.admin = admin;
    this.database = database;
    this.owner = admin.token("owner");
  }

  @BeforeEach
  void forgetGateways() {
    database.execute("DELETE FROM latchkey.node");
  }

  @Test
  void theReceiptNamesTheGatewaysThatHaveConfirmed() {
    gateway("gw-1", FAR_AHEAD, 0);
    gateway("gw-2", FAR_AHEAD, 0);

    Reply revoked = revokeOne("confirmed");

    assertThat(revoked.json().at("/receipt/appliedOn"))
        .extracting(node -> node.asText())
        .containsExactly("gw-1", "gw-2");
    assertThat(revoked.json().at("/receipt/pending")).isEmpty();
    assertThat(revoked.json().at("/receipt/tookMs").asLong()).isLessThan(2_000);
    assertThat(revoked.json().at("/receipt/revision").asLong()).isPositive();
  }

  @Test
  void aGatewayThatDoesNotConfirmIsPendingAfterTwoSeconds() {
    gateway("gw-1", FAR_AHEAD, 0);
    gateway("gw-slow", 0, 0);

    Reply revoked = revokeOne("slow");

    assertThat(revoked.json().at("/receipt/pending/0").asText()).isEqualTo("gw-slow");
    assertThat(revoked.json().at("/receipt/tookMs").asLong()).isBetween(1_900L, 10_000L);
  }

  @Test
  void nobodyWaitsForASilentGatewayButItIsNotForgotten() {
    gateway("gw-dead", 0, 30);

    Reply revoked = revokeOne("silent");

    assertThat(revoked.json().at("/receipt/pending/0").asText()).isEqualTo("gw-dead");
    assertThat(revoked.json().at("/receipt/tookMs").asLong()).isLessThan(1_500);
  }

  @Test
  void disablingIsConfirmedToo() {
    gateway("gw-1", FAR_AHEAD, 0);

    Reply disabled = admin.post(create("disabled") + "/disable", owner, "{}");

    assertThat(disabled.json().at("/receipt/appliedOn/0").asText()).isEqualTo("gw-1");
  }

  @Test
  void theGatewaysAreListedWithTheirLag() {
    gateway("gw-1", FAR_AHEAD, 0);
    gateway("gw-2", 0, 30);

    Reply nodes = admin.get("/admin/v1/nodes", owner);

    assertThat(nodes.status()).isEqualTo(200);
    assertThat(nodes.at("/data/0/id")).isEqualTo("gw-1");
    assertThat(nodes.json().at("/data/0/lagMs").asLong()).isZero();
    assertThat(nodes.at("/data/0/lastSeenAt")).matches("[0-9-]{10}T[0-9:]{8}[.][0-9]{3}Z");
    assertThat(nodes.json().at("/data/1/silent").asBoolean()).isTrue();
    assertThat(nodes.at("/hasMore")).isEqualTo("false");
  }

  @Test
  void whoMayNotReadTheSystemDoesNotSeeGateways() {
    Reply refused = admin.get("/admin/v1/nodes", admin.tokenWith("keys:read"));

    assertThat(refused.status()).isEqualTo(403);
    assertThat(refused.code()).isEqualTo("permission_denied");
  }

  private Reply revokeOne(String name) {
    Reply revoked = admin.post(create(name) + "/revoke", owner, "{}");
    assertThat(revoked.status()).as(revoked.text()).isEqualTo(200);
    return revoked;
  }

  private String create(String name) {
    Reply made =
        admin.post("/admin/v1/keys", owner, "{\"profile\":\"agent\",\"name\":\"" + name + "\"}");
    assertThat(made.status()).as(made.text()).isEqualTo(201);
    return "/admin/v1/keys/" + made.at("/key/id");
  }

  private void gateway(String name, long revision, int silentSeconds) {
    database.execute(
        "INSERT INTO latchkey.node (instance, name, revision, stale_seconds, last_seen_at)"
            + " VALUES (gen_random_uuid(), '%s', %d, 300, now() - interval '%d s')"
                .formatted(name, revision, silentSeconds));
  }
}
