// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database: what is revoked on one is refused on the other, and how soon. */
class RevocationIT {
  private static final int REVOCATIONS = 200;

  private static Deployment deployment;
  private static Deployment.Node one;
  private static Deployment.Node other;
  private static String token;

  @BeforeAll
  static void start(@TempDir Path folder) {
    deployment = new Deployment(folder);
    one = deployment.start();
    other = deployment.start();
    token = deployment.ownerToken(one, "acme");
  }

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @Test
  void aRevokedKeyIsRefusedOnTheOtherNodeWithinASecond() {
    List<Deployment.Key> keys = new ArrayList<>();
    for (int i = 0; i < REVOCATIONS; i++) {
      keys.add(deployment.createKey(one, token, "key " + i));
      assertThat(deployment.call(other, keys.get(i).secret())).isEqualTo(200);
    }

    List<Long> tookMillis = new ArrayList<>();
    keys.forEach(key -> tookMillis.add(revokeAndAwait(key)));

    Collections.sort(tookMillis);
    assertThat(tookMillis.get(REVOCATIONS * 99 / 100 - 1)).as("p99 in ms").isLessThan(1_000);
  }

  @Test
  void theReceiptNamesBothNodesAndTellsTheTruth() {
    Deployment.Key key = deployment.createKey(one, token, "with receipt");
    assertThat(deployment.call(other, key.secret())).isEqualTo(200);

    Calls.Answer revoked = revoke(key);

    assertThat(revoked.json().at("/receipt/appliedOn")).as(revoked.body()).hasSize(2);
    assertThat(revoked.json().at("/receipt/pending")).isEmpty();
    assertThat(deployment.call(one, key.secret())).isEqualTo(401);
    assertThat(deployment.call(other, key.secret())).isEqualTo(401);
  }

  @Test
  void itIsRefusedWithinSixSecondsWhenNotificationsAreCutOff() throws SQLException {
    Deployment.Key key = deployment.createKey(one, token, "cut off");
    assertThat(deployment.call(other, key.secret())).isEqualTo(200);

    assertThat(terminateListeners()).isPositive();
    long took = revokeAndAwait(key);

    assertThat(took).isLessThan(6_000);
  }

  private static Calls.Answer revoke(Deployment.Key key) {
    Calls.Answer revoked =
        deployment.http.post(
            one.admin() + "/admin/v1/keys/" + key.id() + "/revoke",
            "{}",
            "Authorization",
            "Bearer " + token);
    assertThat(revoked.status()).as(revoked.body()).isEqualTo(200);
    return revoked;
  }

  private static long revokeAndAwait(Deployment.Key key) {
    revoke(key);
    long begun = System.nanoTime();
    while (deployment.call(other, key.secret()) != 401) {
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static int terminateListeners() throws SQLException {
    try (Connection sql = deployment.connect();
        Statement statement = sql.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
                    + " WHERE application_name LIKE '%feed%'")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
