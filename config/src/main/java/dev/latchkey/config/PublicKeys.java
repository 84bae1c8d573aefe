// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.AdminConfig.Algorithm;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.X509EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Public keys in PEM, alone or inside a certificate, of exactly the kind that an algorithm needs.
 */
final class PublicKeys {
  private static final int SMALLEST_RSA = 2048;
  private static final int P256 = 256;

  private PublicKeys() {}

  /** The key as {@code PUBLIC KEY}, or null after reporting why not. */
  static @Nullable String read(String pem, Algorithm algorithm, Value value) {
    PublicKey key;
    try {
      key = parse(pem, algorithm);
    } catch (GeneralSecurityException e) {
      key = null;
    }
    if (key == null) {
      value.problem(
          "this is not " + need(algorithm), "PEM that begins with -----BEGIN PUBLIC KEY-----");
      return null;
    }
    if (!isStrong(key)) {
      value.problem("the public key is not " + need(algorithm), null);
      return null;
    }
    return Pem.write("PUBLIC KEY", key.getEncoded());
  }

  private static @Nullable PublicKey parse(String pem, Algorithm algorithm)
      throws GeneralSecurityException {
    if (Pem.has(pem, "CERTIFICATE")) {
      PublicKey key =
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
              .getPublicKey();
      return factory(algorithm).generatePublic(new X509EncodedKeySpec(key.getEncoded()));
    }
    byte[] bytes = Pem.block(pem, "PUBLIC KEY");
    return bytes == null ? null : factory(algorithm).generatePublic(new X509EncodedKeySpec(bytes));
  }

  private static KeyFactory factory(Algorithm algorithm) throws GeneralSecurityException {
    return switch (algorithm) {
      case RS256 -> KeyFactory.getInstance("RSA");
      case ES256 -> KeyFactory.getInstance("EC");
      case EdDSA -> KeyFactory.getInstance("Ed25519");
      case HS256 -> throw new GeneralSecurityException("HS256 has no public key");
    };
  }

  private static boolean isStrong(PublicKey key) {
    if (key instanceof RSAPublicKey rsa) {
      return rsa.getModulus().bitLength() >= SMALLEST_RSA;
    }
    if (key instanceof ECPublicKey ec) {
      return ec.getParams().getCurve().getField().getFieldSize() == P256;
    }
    return key instanceof EdECPublicKey;
  }

  private static String need(Algorithm algorithm) {
    return switch (algorithm) {
      case RS256 -> "an RSA public key of at least " + SMALLEST_RSA + " bits";
      case ES256 -> "an EC public key on the curve P-256";
      case EdDSA -> "an Ed25519 public key";
      case HS256 -> "a key for HS256";
    };
  }
}
