// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import org.jspecify.annotations.Nullable;

/** The private key of a listener: a PEM file of our own that belongs to the certificate. */
final class PrivateKeyFile {
  private static final int LARGEST = 64 * 1024;

  private final Value value;
  private final Path path;

  PrivateKeyFile(Value value, Path path) {
    this.value = value;
    this.path = path;
  }

  /**
   * @param certificate null where it could not be read
   */
  void check(@Nullable X509Certificate certificate) {
    try {
      checkContent(Disk.text(path, LARGEST), certificate);
      if (Disk.isReadableByAll(path)) {
        value.problem("the key file is readable by everybody", "chmod 600");
      }
    } catch (IOException e) {
      value.problem("the key file " + Disk.explain(e), null);
    }
  }

  private void checkContent(String pem, @Nullable X509Certificate certificate) {
    if (Pem.has(pem, "ENCRYPTED PRIVATE KEY") || pem.contains("Proc-Type: 4,ENCRYPTED")) {
      value.problem("the key is encrypted", "decrypt it: openssl pkey");
      return;
    }
    if (Pem.has(pem, "RSA PRIVATE KEY") || Pem.has(pem, "EC PRIVATE KEY")) {
      return; // the older forms, which the platform does not parse; the listener does
    }
    byte[] bytes = Pem.block(pem, "PRIVATE KEY");
    if (bytes == null) {
      value.problem("the key file holds no PEM private key", null);
    } else if (certificate != null && !belongs(bytes, certificate.getPublicKey())) {
      value.problem("the key does not belong to the certificate", "check which files are a pair");
    }
  }

  /** What the one signs, the other must verify. */
  static boolean belongs(byte[] bytes, PublicKey other) {
    String algorithm =
        switch (other.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> other.getAlgorithm();
        };
    try {
      KeyFactory factory = KeyFactory.getInstance(other.getAlgorithm());
      PrivateKey key = factory.generatePrivate(new PKCS8EncodedKeySpec(bytes));
      byte[] sample = "latchkey".getBytes(StandardCharsets.US_ASCII);
      Signature signature = Signature.getInstance(algorithm);
      signature.initSign(key);
      signature.update(sample);
      byte[] signed = signature.sign();
      signature.initVerify(other);
      signature.update(sample);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
