// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.config.AdminConfig.Algorithm;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;

/** Reads PEM public keys (RFC 7468, section 13) and refuses weak ones. */
final class PublicKeys {
  private static final String BEGIN = "-----BEGIN PUBLIC KEY-----";
  private static final String END = "-----END PUBLIC KEY-----";
  private static final int MIN_RSA_BITS = 2_048;
  private static final int MAX_RSA_BITS = 8_192;
  private static final int MAX_EXPONENT_BITS = 64;
  private static final BigInteger SMALLEST_EXPONENT = BigInteger.valueOf(3);
  private static final int P_256_BITS = 256;

  private PublicKeys() {}

  /**
   * The first public key in the text.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static PublicKey read(String pem, Algorithm algorithm) {
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw new IllegalArgumentException("an issuer's publicKey has no PEM block PUBLIC KEY");
    }
    byte[] der = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    try {
      PublicKey key =
          KeyFactory.getInstance(family(algorithm)).generatePublic(new X509EncodedKeySpec(der));
      requireStrong(key);
      return key;
    } catch (GeneralSecurityException wrongKind) {
      throw new IllegalArgumentException(
          "an issuer's publicKey is no key for " + algorithm, wrongKind);
    }
  }

  private static String family(Algorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> "RSA";
      case ES256 -> "EC";
      case EdDSA -> "EdDSA";
      case HS256 -> throw new IllegalArgumentException("HS256 needs a secret, not a publicKey");
    };
  }

  /**
   * Refuses keys that can be broken, and RSA keys so long that checking them is an attack.
   *
   * @throws IllegalArgumentException says what is wrong with it
   */
  static void requireStrong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      requireStrong(rsa);
    }
    if (key instanceof ECPublicKey ec
        && ec.getParams().getCurve().getField().getFieldSize() != P_256_BITS) {
      throw new IllegalArgumentException("an issuer's key for ES256 is not on the curve P-256");
    }
  }

  private static void requireStrong(RSAPublicKey rsa) {
    int bits = rsa.getModulus().bitLength();
    if (bits < MIN_RSA_BITS) {
      throw new IllegalArgumentException("an issuer's RSA key has fewer than 2048 bits");
    }
    if (bits > MAX_RSA_BITS) {
      throw new IllegalArgumentException("an issuer's RSA key has more than 8192 bits");
    }
    BigInteger exponent = rsa.getPublicExponent();
    if (exponent.compareTo(SMALLEST_EXPONENT) < 0 || exponent.bitLength() > MAX_EXPONENT_BITS) {
      throw new IllegalArgumentException("an issuer's RSA key has an unsafe exponent");
    }
  }
}
