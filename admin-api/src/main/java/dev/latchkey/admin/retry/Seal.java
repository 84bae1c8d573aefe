// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.retry;

import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.SecretValue;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Optional;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES-256-GCM under a key that is derived, by HKDF-SHA256 (RFC 5869), from a text that only the
 * client has and from the pepper: what was sealed is closed to whoever has the database, and to
 * whoever runs this. Any thread.
 */
public final class Seal {
  private static final String MAC = "HmacSHA256";
  private static final int NONCE = 12;
  private static final int TAG_BITS = 128;
  private static final byte[] INFO =
      "latchkey sealed answer\u0001".getBytes(StandardCharsets.US_ASCII);

  private final byte[] salt;
  private final SecureRandom random;

  Seal(byte[] salt, SecureRandom random) {
    this.salt = salt.clone();
    this.random = random;
  }

  /**
   * Salted with the pepper, which every node has; without one from chance, and then nothing can be
   * opened after the process has ended.
   */
  public static Seal of(LatchkeyConfig config, SecureRandom random) {
    SecretValue pepper = config.store().pepper();
    byte[] salt = new byte[32];
    random.nextBytes(salt);
    return new Seal(
        pepper == null ? salt : pepper.reveal().getBytes(StandardCharsets.UTF_8), random);
  }

  /** Closes a text under another one. */
  Buffer close(String under, byte[] text) {
    byte[] nonce = new byte[NONCE];
    random.nextBytes(nonce);
    try {
      byte[] closed = cipher(Cipher.ENCRYPT_MODE, under, nonce).doFinal(text);
      return Buffer.buffer(nonce).appendBytes(closed);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  /** Opens what was closed under the same text; empty for anything else. */
  Optional<byte[]> open(String under, Buffer sealed) {
    byte[] bytes = sealed.getBytes();
    if (bytes.length <= NONCE) {
      return Optional.empty();
    }
    try {
      byte[] nonce = Arrays.copyOf(bytes, NONCE);
      return Optional.of(
          cipher(Cipher.DECRYPT_MODE, under, nonce).doFinal(bytes, NONCE, bytes.length - NONCE));
    } catch (GeneralSecurityException notOurs) {
      return Optional.empty();
    }
  }

  private Cipher cipher(int mode, String under, byte[] nonce) throws GeneralSecurityException {
    byte[] key = mac(mac(salt, under.getBytes(StandardCharsets.UTF_8)), INFO);
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, nonce));
    return cipher;
  }

  private static byte[] mac(byte[] key, byte[] message) throws GeneralSecurityException {
    Mac mac = Mac.getInstance(MAC);
    mac.init(new SecretKeySpec(key, MAC));
    return mac.doFinal(message);
  }
}
