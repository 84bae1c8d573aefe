// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * SIGTERM for the program while clients call, over and over; and other files. What was accepted is
 * what its backend has seen: each of these calls has a whole answer. Beyond that, no client may be
 * cut off on a connection that it was not asked to leave.
 */
@Tag("long")
class ProgramDrainIT {
  private static final int DRAINS = Integer.getInteger("latchkey.endurance.drains", 100);
  private static final int RELOADS = 100;
  private static final int CLIENTS = 4;

  private static final String TLS = ", tls: { certificate: api.test.crt, key: api.test.key }";

  @TempDir Path folder;
  private final RawUpstream backend = new RawUpstream(List.of(Script.OK));
  private int answered;
  private int turnedAway;
  private long longestMillis;

  @Test
  @DisplayName("F-62 A hundred drains of the program under HTTP/1.1 load fail no accepted call")
  void aHundredDrainsFailNoAcceptedCall() throws Exception {
    for (int i = 0; i < DRAINS; i++) {
      drain("", node -> new Http1Caller(node.port("gateway")), node -> {});
    }
    note("HTTP/1.1");
  }

  @Test
  @DisplayName("F-62 A hundred drains of the program under HTTP/2 load fail no accepted call")
  void aHundredDrainsOverHttp2FailNoAcceptedCall() throws Exception {
    TestAuthority authority = authority();
    for (int i = 0; i < DRAINS; i++) {
      drain(TLS, node -> new Http2Caller(node.port("gateway"), authority.client(null)), node -> {});
    }
    note("HTTP/2");
  }

  @Test
  @DisplayName("F-73 A hundred reloads of the program under HTTP/2 load fail no accepted call")
  void aHundredReloadsOverHttp2FailNoAcceptedCall() throws Exception {
    TestAuthority authority = authority();

    drain(
        TLS,
        node -> new Http2Caller(node.port("gateway"), authority.client(null)),
        node -> Stream.generate(() -> node).limit(RELOADS).forEach(OpenNode::reload));

    backend.close();
    Figures.note(
        "reloads over HTTP/2: %d; %d calls answered whole, 0 accepted calls failed",
        RELOADS, answered);
  }

  private TestAuthority authority() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    return authority;
  }

  /**
   * @param first what happens under load before the signal
   */
  private void drain(String tls, Function<OpenNode, Caller> callers, Consumer<OpenNode> first)
      throws Exception {
    try (OpenNode node =
        new OpenNode(
            folder, backend.port(), "accessLog: false, overload: { lateness: 10s }" + tls)) {
      CountDownLatch underWay = new CountDownLatch(CLIENTS * 50);
      List<CompletableFuture<Caller.Told>> clients =
          Stream.generate(() -> begin(callers.apply(node), underWay)).limit(CLIENTS).toList();
      assertThat(underWay.await(30, TimeUnit.SECONDS)).isTrue();
      first.accept(node);

      long signal = System.nanoTime();
      node.terminate();

      Set<String> whole = new HashSet<>();
      for (CompletableFuture<Caller.Told> client : clients) {
        Caller.Told told = client.get(60, TimeUnit.SECONDS);
        assertThat(told.cutOff()).as("cut off without a word").isEmpty();
        whole.addAll(told.answered());
        turnedAway += told.turnedAway();
      }
      assertThat(node.awaitExit()).isZero();
      longestMillis =
          Math.max(longestMillis, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - signal));
      assertThat(whole).containsAll(accepted());
      answered += whole.size();
    }
  }

  private static CompletableFuture<Caller.Told> begin(Caller caller, CountDownLatch underWay) {
    return CompletableFuture.supplyAsync(
        () -> caller.callUntilNobodyListens(underWay::countDown),
        task -> new Thread(task, "load").start());
  }

  /** The paths that reached the backend. */
  private Set<String> accepted() {
    Set<String> paths = new HashSet<>();
    for (Seen seen = backend.nextWithin(0); seen != null; seen = backend.nextWithin(0)) {
      paths.add(seen.head().start().split(" ", -1)[1]);
    }
    return paths;
  }

  private void note(String protocol) {
    backend.close();
    Figures.note(
        "drains over %s: %d; %d calls answered whole, 0 accepted calls failed, %d calls told before"
            + " they were accepted to go elsewhere; %d ms from signal to exit at most",
        protocol, DRAINS, answered, turnedAway, longestMillis);
  }
}
