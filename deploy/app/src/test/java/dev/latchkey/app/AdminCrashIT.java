// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.Deployment.Node;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.Pepper;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 of the control plane while keys are made and changed as fast as it can: whatever was cut
 * off, every change that is there has its audit row, no key is half made, and every secret that
 * somebody was shown is stored.
 */
@Tag("long")
class AdminCrashIT {
  private static final int WRITERS = 4;
  private static final int LONGEST_RUN = 60;

  /** Every change adds one to the version, the creation included. */
  private static final String CHANGES_WITHOUT_AUDIT =
      """
      SELECT k.id FROM latchkey.api_key k
      WHERE k.version <> (
        SELECT count(*) FROM latchkey.audit_event a
        WHERE a.target_type = 'key' AND a.target_id = k.id::text)
      """;

  private static final String AUDIT_WITHOUT_KEY =
      """
      SELECT a.id FROM latchkey.audit_event a
      WHERE a.target_type = 'key'
        AND NOT EXISTS (SELECT FROM latchkey.api_key k WHERE k.id::text = a.target_id)
      """;

  private static final String KEYS_WITHOUT_SECRET =
      """
      SELECT k.id FROM latchkey.api_key k
      WHERE NOT EXISTS (SELECT FROM latchkey.api_key_secret s WHERE s.key_id = k.id)
      """;

  @TempDir private Path folder;

  @Test
  void everyChangeIsWholeOrNotThere() throws Exception {
    crash(3);
  }

  @Test
  void everyChangeIsWholeOrNotThereAtTwoHundredPoints() throws Exception {
    crash(Integer.getInteger("latchkey.crash.points", 200));
  }

  private void crash(int times) throws Exception {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    Queue<String> shown = new ConcurrentLinkedQueue<>();
    try (Deployment deployment = new Deployment(folder)) {
      String token = null;
      for (int i = 0; i < times; i++) {
        Node node = deployment.start();
        // Signed with a secret that every node knows: one is good for all of them.
        token = token == null ? deployment.ownerToken(node, "acme") : token;
        int answers = 1 + random.nextInt(LONGEST_RUN);
        writeUntilKilled(node, token, shown, answers, random.nextLong());
        assertWhole(deployment, shown, "seed " + seed + ", crash " + i);
      }
      assertThat(shown).hasSizeGreaterThan(times);
    }
  }

  /** Kills the node after so many answers, in the middle of whatever the others are at. */
  private static void writeUntilKilled(
      Node node, String token, Queue<String> shown, int answers, long seed)
      throws InterruptedException {
    CountDownLatch until = new CountDownLatch(answers);
    ExecutorService writers = Executors.newFixedThreadPool(WRITERS);
    for (int i = 0; i < WRITERS; i++) {
      Random random = new Random(seed + i);
      writers.execute(() -> write(node, token, shown, until, random));
    }
    assertThat(until.await(60, TimeUnit.SECONDS)).isTrue();
    node.program().kill();
    writers.shutdown();
    assertThat(writers.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
  }

  private static void write(
      Node node, String token, Queue<String> shown, CountDownLatch until, Random random) {
    Calls http = new Calls();
    List<String> ids = new ArrayList<>();
    int status = 200;
    while (status != 0) {
      String id = ids.isEmpty() ? null : ids.get(random.nextInt(ids.size()));
      String keys = node.admin() + "/admin/v1/keys";
      int choice = id == null ? 0 : random.nextInt(6);
      Calls.Answer answer =
          switch (choice) {
            case 1 -> post(http, keys + "/" + id + "/rotate", "{\"force\":true}", token);
            case 2 -> post(http, keys + "/" + id + "/disable", "{}", token);
            case 3 -> post(http, keys + "/" + id + "/enable", "{}", token);
            case 4 -> post(http, keys + "/" + id + "/revoke", "{}", token);
            default ->
                post(
                    http,
                    keys,
                    "{\"profile\":\"app\",\"name\":\"k\",\"scopes\":[\"things:read\"]}",
                    token);
          };
      status = answer.status();
      until.countDown();
      if (status == 200 || status == 201) {
        String secret = answer.json().path("secret").asText("");
        if (!secret.isEmpty()) {
          shown.add(secret);
        }
        if (status == 201) {
          ids.add(answer.json().path("key").path("id").asText());
        }
      } else {
        assertThat(status).as(answer.body()).isIn(0, 409);
      }
    }
  }

  private static Calls.Answer post(Calls http, String url, String body, String token) {
    return http.post(url, body, "Authorization", "Bearer " + token);
  }

  private static void assertWhole(Deployment deployment, Queue<String> shown, String when)
      throws SQLException {
    try (Connection database = deployment.connect();
        Statement sql = database.createStatement()) {
      assertThat(rows(sql, CHANGES_WITHOUT_AUDIT)).as("changes without audit, %s", when).isEmpty();
      assertThat(rows(sql, AUDIT_WITHOUT_KEY)).as("audit without a key, %s", when).isEmpty();
      assertThat(rows(sql, KEYS_WITHOUT_SECRET)).as("half-made keys, %s", when).isEmpty();
      Set<String> stored =
          new HashSet<>(rows(sql, "SELECT encode(digest, 'hex') FROM latchkey.api_key_secret"));
      KeyHasher hasher = new KeyHasher(new Pepper(deployment.pepper), List.of());
      assertThat(shown)
          .as("secrets that were shown, %s", when)
          .allMatch(
              secret ->
                  stored.contains(HexFormat.of().formatHex(hasher.stored(KeyDigest.of(secret)))));
    }
  }

  private static List<String> rows(Statement sql, String query) throws SQLException {
    List<String> values = new ArrayList<>();
    try (ResultSet rows = sql.executeQuery(query)) {
      while (rows.next()) {
        values.add(rows.getString(1));
      }
    }
    return values;
  }
}
