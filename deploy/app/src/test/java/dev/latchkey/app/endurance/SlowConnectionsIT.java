// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A thousand connections of one address that go as slowly as they can, in each of the ways that the
 * tool slowhttptest has; whichever is ended is made again. The program has a processor of its own.
 */
@Tag("long")
class SlowConnectionsIT {
  private static final int CONNECTIONS = 1_000;
  private static final int WARM_SECONDS = 20;
  private static final int QUIET_SECONDS = 15;
  private static final int SECONDS = 40;

  /** Until the crowd has come: opening connections is not what is slow about it. */
  private static final int RAMP_SECONDS = 10;

  private static final int HONEST = 200;
  private static final int PROBES = 4;
  private static final long PROBE_MICROS = 5_000_000;

  /**
   * Their route is open to all. Where its answers are large, everybody may hold a connection of the
   * upstream, and there have to be more of these than may be held.
   */
  private static String upstream(SlowCrowd.Way way) {
    return way == SlowCrowd.Way.SLOW_READ ? "poolSize: 1024" : "";
  }

  @TempDir Path folder;

  @ParameterizedTest(name = "{0}")
  @EnumSource(SlowCrowd.Way.class)
  @DisplayName("F-81 F-82 F-83 A thousand slow connections keep no honest caller out")
  void aThousandSlowConnectionsKeepNobodyOut(SlowCrowd.Way way) throws Exception {
    OpenNode.Settings settings =
        OpenNode.Settings.of("accessLog: false")
            .upstream(upstream(way))
            .optimized()
            .behind(Processors.FIRST);
    try (Processors apart = new Processors();
        SizedBackend backend = new SizedBackend();
        OpenNode node = new OpenNode(folder, backend.port(), settings)) {
      int port = node.port("gateway");
      String key = node.newKey("honest");
      try (SteadyTraffic honest = new SteadyTraffic(port, call(key, ""), HONEST);
          SteadyTraffic probes =
              new SteadyTraffic(port, call(key, "Connection: close\r\n"), PROBES)) {
        warmUp(port, way, honest);
        SteadyTraffic.Report quiet = honest.over(QUIET_SECONDS);
        compare(way, quiet, crowded(port, way, honest, probes));
      }
      assertThat(apart).isNotNull();
    }
  }

  /**
   * @param honest calls on connections that are there already
   * @param probes calls on connections of their own
   */
  private record During(long opened, SteadyTraffic.Report honest, SteadyTraffic.Report probes) {}

  private static During crowded(
      int port, SlowCrowd.Way way, SteadyTraffic honest, SteadyTraffic probes)
      throws InterruptedException {
    try (SlowCrowd crowd = new SlowCrowd(port, way, CONNECTIONS)) {
      honest.over(RAMP_SECONDS);
      probes.forget();
      SteadyTraffic.Report calls = honest.over(SECONDS);
      return new During(crowd.opened(), calls, probes.report());
    }
  }

  private static void warmUp(int port, SlowCrowd.Way way, SteadyTraffic honest)
      throws InterruptedException {
    try (SlowCrowd crowd = new SlowCrowd(port, way, CONNECTIONS)) {
      honest.over(WARM_SECONDS);
      assertThat(crowd.opened()).isPositive();
    }
    honest.over(WARM_SECONDS / 2);
  }

  private static void compare(SlowCrowd.Way way, SteadyTraffic.Report quiet, During during) {
    Figures.note(
        "%s: %d connections, opened %d times in %d s", way, CONNECTIONS, during.opened(), SECONDS);
    Figures.note("  honest calls before: %s", quiet);
    Figures.note("  honest calls during: %s", during.honest());
    Figures.note("  on new connections: %s", during.probes());
    assertThat(quiet.failures()).isZero();
    assertThat(during.honest().failures()).isZero();
    assertThat(during.probes().failures()).isZero();
    assertThat(during.probes().mostMicros()).isLessThan(PROBE_MICROS);
  }

  private static String call(String key, String more) {
    return "GET /api/orders/200 HTTP/1.1\r\nHost: api.test\r\nX-API-Key: "
        + key
        + "\r\n"
        + more
        + "\r\n";
  }
}
