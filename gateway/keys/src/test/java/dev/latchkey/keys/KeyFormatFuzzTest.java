// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import dev.latchkey.fuzz.Replay;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyFormatFuzzTest {
  private static final int OFFSPRING = 100_000;

  @Test
  void onlyTheRightCheckMakesAKey() {
    List<byte[]> corpus =
        Stream.of(key("lk_test_", 0), key("lk_test_", 20), key("other_", 30), "lk_test_", "")
            .map(key -> key.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    Replay.run(corpus, OFFSPRING, KeyFormatFuzz::fuzzerTestOneInput);
  }

  /** The same in every run, and in no file. */
  private static String key(String prefix, int from) {
    String checked = prefix + Base62.ALPHABET.substring(from, from + KeyFormat.RANDOM_LENGTH);
    return checked + KeyFormat.check(checked);
  }
}
