// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.wiring.Node;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * What limits of the cluster cost the database, beside the same calls under limits of each node:
 * two nodes, two hundred keys, as many calls as they take.
 */
@Tag("long")
class ClusterLimitCostIT {
  private static final int KEYS = 200;
  private static final int CALLERS = 8;
  private static final long SECONDS = 20;
  private static final String RULES =
      """
      scopes: [ { id: "things:read" } ]
      plans:
        alone: { limits: [ { name: minute, limit: 1000000, window: 60s } ] }
        together: { limits: [ { name: minute, limit: 1000000, window: 60s, scope: cluster } ] }
      profiles:
        alone: { prefix: alone_, credentials: [ X-API-Key ], plan: alone }
        together: { prefix: together_, credentials: [ X-API-Key ], plan: together }
      routes:
        - { id: things, path: /things/**, scopes: { all: [ "things:read" ] }, upstream: backend }
      """;

  private static TwoNodes nodes;

  @BeforeAll
  static void start() {
    nodes = new TwoNodes(RULES);
  }

  @AfterAll
  static void stop() {
    nodes.close();
  }

  @Test
  void aLimitOfTheClusterCostsNoStatementPerRequest() throws Exception {
    List<String> alone = keys("alone");
    List<String> together = keys("together");
    load(alone, 3);
    load(together, 3);

    Cost without = load(alone, SECONDS);
    Cost with = load(together, SECONDS);

    note("limits of each node    ", without);
    note("limits of the cluster  ", with);
    assertThat(with.calls()).isGreaterThan(10_000);
    assertThat(with.transactions() - without.transactions()).isLessThan(with.calls() / 100);
  }

  /**
   * @param transactions that the database committed, whatever for
   * @param rows of permits that were written
   */
  private record Cost(long calls, long seconds, long transactions, long rows) {}

  private static Cost load(List<String> secrets, long seconds) throws Exception {
    long transactions = nodes.transactions();
    long rows = rows();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
    List<Future<Long>> callers = new ArrayList<>();
    for (int caller = 0; caller < CALLERS; caller++) {
      Node node = caller % 2 == 0 ? nodes.one : nodes.two;
      int first = caller;
      callers.add(threads.submit(() -> callUntil(end, node, secrets, first)));
    }
    long calls = 0;
    for (Future<Long> caller : callers) {
      calls += caller.get(seconds + 60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    return new Cost(calls, seconds, nodes.transactions() - transactions, rows() - rows);
  }

  private static long callUntil(long end, Node node, List<String> secrets, int first) {
    long calls = 0;
    for (int i = first; System.nanoTime() < end; i++) {
      Calls.Answer answer = nodes.call(node, "/things", secrets.get(i % secrets.size()));
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      calls++;
    }
    return calls;
  }

  private static List<String> keys(String profile) {
    List<String> secrets = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      secrets.add(
          nodes.create(profile, "k" + i, ",\"scopes\":[\"things:read\"]").path("secret").asText());
    }
    return secrets;
  }

  private static long rows() {
    return nodes.number(
        "SELECT n_tup_ins + n_tup_upd FROM pg_stat_user_tables WHERE relname = 'limit_use'");
  }

  private static void note(String what, Cost cost) throws IOException {
    String line =
        String.format(
            Locale.ROOT,
            "%s %d calls in %d s, %d transactions (%.1f/s, %.0f for a million calls), %d rows of"
                + " permits%n",
            what,
            cost.calls(),
            cost.seconds(),
            cost.transactions(),
            (double) cost.transactions() / cost.seconds(),
            cost.transactions() * 1e6 / cost.calls(),
            cost.rows());
    Files.writeString(
        Path.of("target/cluster-limits.txt"),
        line,
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }
}
