// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyIdTest {
  private static final String LONG = "0198f0c4-7a00-7abc-8def-0123456789ab";
  private static final String SHORT = "key_030sx3EhVgvGHMqA6fmdkR";

  @Test
  void bothWrittenFormsNameTheSameKey() {
    KeyId id = new KeyId(UUID.fromString(LONG));

    assertThat(KeyId.parse(LONG)).contains(id);
    assertThat(KeyId.parse(LONG.toUpperCase(Locale.ROOT))).contains(id);
    assertThat(KeyId.parse(SHORT)).contains(id);
    assertThat(id.shortForm()).isEqualTo(SHORT);
    assertThat(id).hasToString(LONG);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "key_",
        "key_030sx3EhVgvGHMqA6fmdk",
        "key_030sx3EhVgvGHMqA6fmdkR0",
        "key_030sx3EhVgvGHMqA6fmdk-",
        "KEY_030sx3EhVgvGHMqA6fmdkR",
        "key_7n42DGM5Tflk9n8mt7Fhc8",
        "key_zzzzzzzzzzzzzzzzzzzzzz",
        "0198f0c4-7a00-7abc-8def-0123456789a",
        "0198f0c4-7a00-7abc-8def-0123456789ag",
        "0198f0c47a00-7abc-8def-0-0123456789ab",
        "198f0c4-07a00-7abc-8def-0123456789ab",
      })
  void anythingElseNamesNoKey(String text) {
    assertThat(KeyId.parse(text)).isEmpty();
  }

  @Test
  void theLargestIdHasAShortForm() {
    KeyId largest = new KeyId(new UUID(-1, -1));

    assertThat(largest.shortForm()).isEqualTo("key_7n42DGM5Tflk9n8mt7Fhc7");
    assertThat(KeyId.parse(largest.shortForm())).contains(largest);
  }

  @Test
  void idsAreUuidsOfVersionSevenAndSortByTime() {
    Instant now = Instant.parse("2026-11-22T08:00:00.123Z");
    SecureRandom random = new SecureRandom();

    KeyId earlier = KeyId.create(now, random);
    KeyId later = KeyId.create(now.plusMillis(1), random);

    assertThat(earlier.value().version()).isEqualTo(7);
    assertThat(earlier.value().variant()).isEqualTo(2);
    assertThat(earlier.value().getMostSignificantBits() >>> 16).isEqualTo(now.toEpochMilli());
    assertThat(earlier).isLessThan(later);
  }
}
