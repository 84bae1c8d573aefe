// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyDigestTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 44, 55, 56, 64, 127, 128, 129, 1_000})
  void isSha256OfAnyLength(int length) throws NoSuchAlgorithmException {
    String key = "k".repeat(length);

    assertThat(KeyDigest.of(key).toBytes()).isEqualTo(sha256(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"khóa bí mật", "\u0100\u0101", "a\uD83D\uDD11", "\u0080"})
  void isSha256OfUtf8WhateverIsInIt(String key) throws NoSuchAlgorithmException {
    assertThat(KeyDigest.of(key).toBytes()).isEqualTo(sha256(key));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a short one", "é"})
  void hasNothingOfTheKeyBefore(String key) throws NoSuchAlgorithmException {
    KeyDigest.of("x".repeat(100));

    assertThat(KeyDigest.of(key).toBytes()).isEqualTo(sha256(key));
  }

  @Test
  void aProbeFindsItsDigestInAMapAndNoOther() {
    Map<Digested, String> map = new HashMap<>();
    map.put(KeyDigest.of("one"), "1");
    map.put(KeyDigest.of("two"), "2");

    assertThat(map.get(KeyDigest.probe("one"))).isEqualTo("1");
    assertThat(map.get(KeyDigest.probe("two"))).isEqualTo("2");
    assertThat(map.get(KeyDigest.probe("three"))).isNull();
    assertThat(KeyDigest.probe("one").digest()).isEqualTo(KeyDigest.of("one"));
  }

  private static byte[] sha256(String key) throws NoSuchAlgorithmException {
    return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
  }
}
