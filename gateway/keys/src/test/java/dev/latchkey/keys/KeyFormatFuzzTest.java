// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import dev.latchkey.fuzz.Replay;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class KeyFormatFuzzTest {
  private static final int OFFSPRING = 100_000;

  @Test
  void onlyTheRightCheckMakesAKey() {
    // Keys are minted here: none stands in a file.
    KeyMint mint = new KeyMint(new SecureRandom());
    List<byte[]> corpus =
        Stream.of(mint.mint("lk_test_").reveal(), mint.mint("other_").reveal(), "lk_test_", "")
            .map(key -> key.getBytes(StandardCharsets.ISO_8859_1))
            .toList();

    Replay.run(corpus, OFFSPRING, KeyFormatFuzz::fuzzerTestOneInput);
  }
}
