// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A server-side secret that wraps every digest before it is stored: HMAC-SHA256(pepper,
 * SHA-256(key)). A database dump alone then neither confirms a candidate key nor lets its holder
 * plant one.
 */
public final class Pepper {
  /** The fewest characters that are accepted; 32 random bytes in any text form are longer. */
  public static final int MIN_LENGTH = 32;

  private static final String ALGORITHM = "HmacSHA256";

  private final SecretKeySpec key;

  /**
   * @throws IllegalArgumentException when shorter than {@link #MIN_LENGTH}
   */
  public Pepper(String secret) {
    if (secret.length() < MIN_LENGTH) {
      throw new IllegalArgumentException("a pepper has at least " + MIN_LENGTH + " characters");
    }
    this.key = new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** The 32 bytes that are stored and looked up for a digest. */
  public byte[] seal(KeyDigest digest) {
    return mac(digest.toBytes());
  }

  /**
   * Names this pepper without giving it away: 16 hexadecimal digits. Kept in the database, so that
   * a node with the wrong pepper refuses to start instead of refusing every key.
   */
  public String fingerprint() {
    byte[] mac = mac("latchkey pepper fingerprint".getBytes(StandardCharsets.US_ASCII));
    return HexFormat.of().formatHex(mac, 0, 8);
  }

  private byte[] mac(byte[] message) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(message);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Override
  public String toString() {
    return "pepper " + fingerprint();
  }
}
