// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.endurance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.app.OpenNode;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A flood of keys that look right and that nobody made, from thousands of addresses. The program
 * with its database has a processor of its own; load and backend have the other.
 */
@Tag("long")
class UnknownKeysIT {
  private static final int FLOOD = 5_000;
  private static final int SECONDS = 60;
  private static final int QUIET_SECONDS = 20;
  private static final int RAMP = 8;
  private static final int ROUNDS = 3;
  private static final int HONEST = 400;
  private static final String LOOKUPS = "latchkey_key_lookups_total";

  @TempDir Path folder;

  @Test
  @DisplayName(
      "F-27 Five thousand unknown keys a second cost fifty look-ups and fail no honest call")
  void fiveThousandUnknownKeysASecondCostFiftyLookups() throws Exception {
    OpenNode.Settings settings =
        OpenNode.Settings.of("accessLog: false").optimized().behind(Processors.FIRST);
    try (Processors apart = new Processors();
        SizedBackend backend = new SizedBackend();
        OpenNode node = new OpenNode(folder, backend.port(), settings);
        SteadyTraffic honest =
            new SteadyTraffic(node.port("gateway"), honestCall(node.newKey("honest")), HONEST)) {
      warmUp(node, honest);
      double heapBefore = usedAfterCollection(node);
      honest.over(RAMP);
      Vitals vitals = new Vitals(node.pid());
      double begun = vitals.processorSeconds();
      SteadyTraffic.Report quiet = honest.over(QUIET_SECONDS);
      double quietShare = (vitals.processorSeconds() - begun) / QUIET_SECONDS;

      double lookups = node.meter(LOOKUPS);
      double share;
      SteadyTraffic.Report during;
      Flood.Report flood;
      try (Flood unknown = new Flood(node.port("gateway"), FLOOD)) {
        // Its hundreds of connections are made within the first moments.
        honest.over(RAMP);
        begun = vitals.processorSeconds();
        during = honest.over(SECONDS);
        share = (vitals.processorSeconds() - begun) / SECONDS;
        flood = unknown.stop();
      }
      double perSecond = (node.meter(LOOKUPS) - lookups) / flood.seconds();
      double heapAfter = usedAfterCollection(node);

      Figures.note("unknown keys: %s; %.1f look-ups a second", flood, perSecond);
      Figures.note("  honest calls before: %s", quiet);
      Figures.note("  honest calls during: %s", during);
      Figures.note(
          "  of its processor the program used %.0f %% before, %.0f %% during",
          100 * quietShare, 100 * share);
      Figures.note("  live heap %.1f MiB before, %.1f after", heapBefore, heapAfter);
      assertThat(flood.perSecond()).isGreaterThanOrEqualTo(0.95 * FLOOD);
      assertThat(flood.accepted()).isZero();
      assertThat(perSecond).isLessThanOrEqualTo(50);
      assertThat(during.failures()).isZero();
      assertThat(heapAfter - heapBefore).isLessThanOrEqualTo(16);
      assertThat(apart).isNotNull();
    }
  }

  /** Honest and unknown calls alike, until what they run through is compiled. */
  private static void warmUp(OpenNode node, SteadyTraffic honest) throws InterruptedException {
    for (int round = 0; round < ROUNDS; round++) {
      try (Flood unknown = new Flood(node.port("gateway"), FLOOD)) {
        honest.over(15);
        unknown.stop();
      }
      honest.over(5);
    }
  }

  /** MiB that survive a collection of everything. */
  private static double usedAfterCollection(OpenNode node) {
    return new LiveHeap(node.pid()).mebibytes();
  }

  private static String honestCall(String key) {
    return "GET /api/orders/200 HTTP/1.1\r\nHost: api.test\r\nX-API-Key: " + key + "\r\n\r\n";
  }
}
