// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.fuzz.Replay;
import org.junit.jupiter.api.Test;

class AcceptFuzzTest {
  private static final int OFFSPRING = 100_000;

  @Test
  void aTargetIsRefusedOrForwardedByteForByte() {
    Replay.run(
        Replay.corpus(AcceptFuzzTest.class, "request-target"),
        OFFSPRING,
        TargetFuzz::fuzzerTestOneInput);
  }

  @Test
  void nobodyForgesAnAddress() {
    Replay.run(
        Replay.corpus(AcceptFuzzTest.class, "forwarded-for"),
        OFFSPRING,
        ForwardedForFuzz::fuzzerTestOneInput);
  }
}
