// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Date;
import java.util.List;

/**
 * A certificate chain and its private key as their files hold them now, checked against each other.
 * Immutable.
 */
public final class CertificatePair {
  private final String chain;
  private final SecretValue key;
  private final Instant expiresAt;

  private CertificatePair(String chain, SecretValue key, Instant expiresAt) {
    this.chain = chain;
    this.key = key;
    this.expiresAt = expiresAt;
  }

  /**
   * Reads both files. Blocks.
   *
   * @param now on the wall clock
   * @throws IOException in words, when a file cannot be read, the two are no pair, or the
   *     certificate is not valid now
   */
  public static CertificatePair read(TlsConfig files, Instant now) throws IOException {
    String chain = text(files.certificate());
    String key = text(files.key());
    X509Certificate leaf = leaf(chain, files.certificate());
    try {
      leaf.checkValidity(Date.from(now));
    } catch (CertificateException e) {
      throw new IOException(files.certificate() + " is not valid now: " + e.getMessage(), e);
    }
    byte[] pkcs8 = Pem.block(key, "PRIVATE KEY");
    if (pkcs8 != null && !PrivateKeyFile.belongs(pkcs8, leaf.getPublicKey())) {
      throw new IOException(files.key() + " does not belong to " + files.certificate());
    }
    return new CertificatePair(
        chain, new SecretValue("${file:" + files.key() + '}', key), leaf.getNotAfter().toInstant());
  }

  /** PEM, the server's own certificate first. */
  public String chain() {
    return chain;
  }

  /** PEM. */
  public SecretValue key() {
    return key;
  }

  /** When the server's own certificate ends. */
  public Instant expiresAt() {
    return expiresAt;
  }

  /** Whether both files held the same when the other was read. */
  public boolean isSameAs(CertificatePair other) {
    return chain.equals(other.chain) && key.reveal().equals(other.key.reveal());
  }

  private static String text(Path file) throws IOException {
    try {
      return CertificateFile.text(file);
    } catch (IOException e) {
      throw new IOException(file + " " + Disk.explain(e), e);
    }
  }

  private static X509Certificate leaf(String pem, Path file) throws IOException {
    try {
      List<X509Certificate> found = CertificateFile.parse(pem);
      if (!found.isEmpty()) {
        return found.get(0);
      }
    } catch (CertificateException e) {
      throw new IOException(file + " cannot be parsed", e);
    }
    throw new IOException(file + " holds no PEM certificate");
  }
}
