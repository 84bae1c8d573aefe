// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import dev.latchkey.fuzz.Replay;
import org.junit.jupiter.api.Test;

class JsonFuzzTest {
  private static final int OFFSPRING = 50_000;

  @Test
  void anyTextIsRefusedOrHasOneMeaning() {
    Replay.run(Replay.corpus(JsonFuzzTest.class, "json"), OFFSPRING, JsonFuzz::fuzzerTestOneInput);
  }
}
