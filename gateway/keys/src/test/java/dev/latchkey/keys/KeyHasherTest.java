// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class KeyHasherTest {
  private static final String SHA_256 =
      "5424e7741c89d0df3c4f045e9a836ed23cd12e275e4f84adf183483a34353add";
  private static final String SEALED =
      "122909397d4a154d65e5e92fad53e526b4f6a9446c8353ddae02acaf4028d1b9";
  private final KeyDigest digest = KeyDigest.of("lk_test_example");
  private final Pepper pepper = new Pepper("a pepper for tests, of more than enough length");
  private final Pepper other = new Pepper("another pepper of more than enough length");

  @Test
  void aDigestIsTheSha256OfTheWholeKey() {
    assertThat(HexFormat.of().formatHex(digest.toBytes())).isEqualTo(SHA_256);
    assertThat(KeyDigest.parseHex(SHA_256)).contains(digest);
    assertThat(KeyDigest.parseHex(SHA_256.toUpperCase(Locale.ROOT))).contains(digest);
  }

  @Test
  void onlySixtyFourHexadecimalDigitsAreADigest() {
    assertThat(KeyDigest.parseHex(SHA_256.substring(1))).isEmpty();
    assertThat(KeyDigest.parseHex(SHA_256 + "0")).isEmpty();
    assertThat(KeyDigest.parseHex("g" + SHA_256.substring(1))).isEmpty();
  }

  @Test
  void digestsAreEqualByEveryByte() {
    for (int at = 0; at < 64; at += 2) {
      String changed = SHA_256.substring(0, at) + "ee" + SHA_256.substring(at + 2);
      assertThat(KeyDigest.parseHex(changed).orElseThrow()).isNotEqualTo(digest);
    }
    assertThat(KeyDigest.of("lk_test_example"))
        .isEqualTo(digest)
        .hasSameHashCodeAs(digest)
        .isNotEqualTo(SHA_256);
  }

  @Test
  void aPrintedDigestConfirmsNoKey() {
    assertThat(digest).hasToString(SHA_256.substring(0, 8));
  }

  @Test
  void aPepperSealsWithHmac() {
    assertThat(HexFormat.of().formatHex(pepper.seal(digest))).isEqualTo(SEALED);
    assertThat(pepper.fingerprint()).isEqualTo("2b757ae4c8443cd0");
    assertThat(pepper).hasToString("pepper 2b757ae4c8443cd0");
  }

  @Test
  void aShortPepperIsRefused() {
    assertThatThrownBy(() -> new Pepper("x".repeat(31)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("32");
  }

  @Test
  void withoutAPepperTheDigestItselfIsStored() {
    KeyHasher hasher = new KeyHasher(null, List.of());

    assertThat(hasher.stored(digest)).isEqualTo(digest.toBytes());
    assertThat(hasher.candidates(digest)).containsExactly(digest.toBytes());
    assertThat(hasher.fingerprint()).isEqualTo("none");
  }

  @Test
  void aLookUpTriesTheCurrentPepperFirstAndTheRetiredOnesAfterIt() {
    KeyHasher hasher = new KeyHasher(pepper, List.of(other));

    assertThat(hasher.stored(digest)).isEqualTo(pepper.seal(digest));
    assertThat(hasher.candidates(digest)).containsExactly(pepper.seal(digest), other.seal(digest));
    assertThat(hasher.fingerprint()).isEqualTo(pepper.fingerprint());
    assertThat(hasher.retiredFingerprints()).containsExactly(other.fingerprint());
  }

  @Test
  void withAPepperTheBareDigestFindsNothing() {
    KeyHasher hasher = new KeyHasher(pepper, List.of());

    assertThat(hasher.candidates(digest)).doesNotContain(digest.toBytes());
  }
}
