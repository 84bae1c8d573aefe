// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.keys.KeyMint;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * PostgreSQL frozen, then killed: known keys go on, unknown ones are told to come back. That a
 * look-up is given up by its own timer, {@code StoreAwayIT} shows by the order of timers; here
 * nobody may wait for as long as a connection would.
 */
class OutageIT {
  /** Ten times the look-up's bound, for a machine that does much else. */
  private static final long PATIENCE_MILLIS = 5_000;

  /** The look-up's bound, and what the way there and back may take on a machine of its own. */
  private static final long PROMISED_MILLIS = 600;

  private static final KeyMint mint = new KeyMint(new SecureRandom());

  private static Deployment deployment;
  private static Deployment.Node node;
  private static Deployment.Key known;

  @BeforeAll
  static void start(@TempDir Path folder) {
    deployment = new Deployment(folder);
    node = deployment.start();
    known = deployment.createKey(node, deployment.ownerToken(node, "acme"), "known");
    assertThat(deployment.call(node, known.secret())).isEqualTo(200);
  }

  @AfterAll
  static void stop() {
    deployment.close();
  }

  @Test
  void aFrozenStoreStopsNoKnownKeyAndSpoilsNoUnknownOne() throws Exception {
    List<Long> frozen = serverProcesses();
    signal("STOP", frozen);
    try {
      assertThat(deployment.call(node, known.secret())).isEqualTo(200);
      for (int i = 0; i < 20; i++) {
        unknownKeyIsToldToComeBackWithin(PATIENCE_MILLIS);
      }
      assertThat(deployment.call(node, known.secret())).isEqualTo(200);
      assertThat(deployment.http.get(node.management() + "/readyz").status()).isEqualTo(200);
    } finally {
      signal("CONT", frozen);
    }

    assertThat(millisUntilUnknownKeysAreJudgedAgain()).isLessThan(PATIENCE_MILLIS);
    assertThat(deployment.call(node, known.secret())).isEqualTo(200);
  }

  @Test
  @Tag("long")
  void onAMachineOfItsOwnAnUnknownKeyIsToldToComeBackWithinSixHundredMilliseconds()
      throws Exception {
    List<Long> frozen = serverProcesses();
    signal("STOP", frozen);
    try {
      for (int i = 0; i < 20; i++) {
        unknownKeyIsToldToComeBackWithin(PROMISED_MILLIS);
      }
    } finally {
      signal("CONT", frozen);
    }

    assertThat(millisUntilUnknownKeysAreJudgedAgain()).isLessThan(PATIENCE_MILLIS);
  }

  @Test
  void aKilledStoreIsUsedAgainWithoutARestart() throws Exception {
    signal("KILL", serverProcesses());

    assertThat(deployment.call(node, known.secret())).isEqualTo(200);
    assertThat(millisUntilUnknownKeysAreJudgedAgain()).isLessThan(10_000);
    assertThat(deployment.call(node, known.secret())).isEqualTo(200);
    assertThat(node.program().isAlive()).isTrue();
  }

  private static void unknownKeyIsToldToComeBackWithin(long millis) {
    long begun = System.nanoTime();
    Calls.Answer answer = callWith(mint.mint("app_").reveal());
    long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.header("Retry-After")).isNotEmpty();
    JsonNode problem = answer.json();
    assertThat(problem.path("code").asText()).isEqualTo("key_store_unavailable");
    assertThat(took).isLessThanOrEqualTo(millis);
  }

  private static long millisUntilUnknownKeysAreJudgedAgain() {
    long begun = System.nanoTime();
    for (int status = 0; status != 401; ) {
      status = callWith(mint.mint("app_").reveal()).status();
      assertThat(status).isIn(401, 503);
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(30));
    }
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
  }

  private static Calls.Answer callWith(String key) {
    return deployment.http.get(node.gateway() + "/things", "X-API-Key", key);
  }

  private static List<Long> serverProcesses() {
    ProcessHandle root = ProcessHandle.of(deployment.postgres.pid()).orElseThrow();
    return Stream.concat(Stream.of(root), root.descendants()).map(ProcessHandle::pid).toList();
  }

  private static void signal(String name, List<Long> pids)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    pids.forEach(pid -> command.add(pid.toString()));
    assertThat(new ProcessBuilder(command).start().waitFor(5, TimeUnit.SECONDS)).isTrue();
  }
}
