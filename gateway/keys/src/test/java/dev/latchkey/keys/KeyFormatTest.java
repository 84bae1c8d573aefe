// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class KeyFormatTest {
  private static final String PREFIX = "lk_test_";
  private final KeyMint mint = new KeyMint(new SecureRandom());

  @ParameterizedTest(name = "{0} ends in {1}")
  @CsvSource({
    "lk_test_000000000000000000000000000000, 2kSFVj",
    "lk_test_AbCAbCAbCAbCAbCAbCAbCAbCAbCAbC, 2F9UPm",
    "x_zzzzzzzzzzzzzzzzzzzzzzzzzzzzzz, 4cjJzX",
  })
  void theCheckIsTheCrc32OfEverythingBeforeIt(String start, String check) {
    assertThat(KeyFormat.check(start)).isEqualTo(check);
    assertThat(KeyFormat.hasRightCheck(start + check)).isTrue();
  }

  @Test
  void aMintedKeyHasThirtySixCharactersAfterItsPrefixAndTheRightCheck() {
    String key = mint.mint(PREFIX).reveal();

    assertThat(key).startsWith(PREFIX).hasSize(PREFIX.length() + 36);
    assertThat(KeyFormat.isMinted(key, PREFIX)).isTrue();
  }

  @Test
  void mintedKeysDiffer() {
    Set<String> keys = new HashSet<>();

    for (int i = 0; i < 1_000; i++) {
      keys.add(mint.mint(PREFIX).reveal());
    }

    assertThat(keys).hasSize(1_000);
  }

  @Test
  void everyChangeOfOneCharacterIsNoticed() {
    String key = mint.mint(PREFIX).reveal();

    for (int at = PREFIX.length(); at < key.length(); at++) {
      char other = key.charAt(at) == 'a' ? 'b' : 'a';
      String wrong = key.substring(0, at) + other + key.substring(at + 1);
      assertThat(KeyFormat.isMinted(wrong, PREFIX)).as("at %d", at).isFalse();
    }
  }

  @Test
  void anotherPrefixOrLengthOrAlphabetIsNotMinted() {
    String key = mint.mint(PREFIX).reveal();

    assertThat(KeyFormat.isMinted(key, "lk_live_")).isFalse();
    assertThat(KeyFormat.isMinted(key + "0", PREFIX)).isFalse();
    assertThat(KeyFormat.isMinted(key.substring(0, key.length() - 1), PREFIX)).isFalse();
    assertThat(KeyFormat.isMinted(key.substring(0, key.length() - 1) + "ñ", PREFIX)).isFalse();
    assertThat(KeyFormat.isMinted(PREFIX, PREFIX)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 127, 128})
  void aForeignKeyMayHaveTwentyToOneHundredAndTwentyEightVisibleCharacters(int length) {
    assertThat(KeyFormat.isPlausible("~".repeat(length))).isTrue();
  }

  @Test
  void otherLengthsAndInvisibleCharactersAreNoKey() {
    assertThat(KeyFormat.isPlausible("a".repeat(19))).isFalse();
    assertThat(KeyFormat.isPlausible("a".repeat(129))).isFalse();
    for (char c : new char[] {' ', '\t', '\u0000', '\u007f', '\u00e9', '\ud83d'}) {
      assertThat(KeyFormat.isPlausible("a".repeat(20) + c)).as("%x", (int) c).isFalse();
    }
  }

  @Test
  void aHintShowsFourCharactersAtEachEndOfAMintedKeyOnly() {
    KeySecret minted = mint.mint(PREFIX);
    String key = minted.reveal();

    assertThat(Hint.of(minted, PREFIX).masked())
        .isEqualTo(key.substring(0, 12) + "…" + key.substring(key.length() - 4));
    assertThat(Hint.of(new KeySecret(PREFIX + "short-and-foreign"), PREFIX).masked())
        .isEqualTo(PREFIX + "…");
    assertThat(Hint.of(new KeySecret("foreign-foreign-foreign"), PREFIX).masked()).isEqualTo("…");
  }

  @Test
  void aSecretPrintsAsStars() {
    assertThat(mint.mint(PREFIX)).hasToString("***");
  }
}
