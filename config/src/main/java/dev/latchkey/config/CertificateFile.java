// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A PEM file of certificates. */
final class CertificateFile {
  private static final int LARGEST = 1024 * 1024;

  private CertificateFile() {}

  /**
   * In the file's order; none for a file without any.
   *
   * @throws CertificateException when one of them cannot be parsed
   */
  static List<X509Certificate> parse(String pem) throws CertificateException {
    if (!Pem.has(pem, "CERTIFICATE")) {
      return List.of();
    }
    return CertificateFactory.getInstance("X.509")
        .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)))
        .stream()
        .map((Certificate certificate) -> (X509Certificate) certificate)
        .toList();
  }

  static String text(Path path) throws IOException {
    return Disk.text(path, LARGEST);
  }

  /** The first certificate of a file that the configuration names; null after a problem. */
  static @Nullable X509Certificate first(Value value, Path path) {
    try {
      List<X509Certificate> chain = parse(text(path));
      if (!chain.isEmpty()) {
        return chain.get(0);
      }
      value.problem("the certificate file holds no PEM certificate", null);
    } catch (IOException e) {
      value.problem("the certificate file " + Disk.explain(e), null);
    } catch (CertificateException e) {
      value.problem("the certificate cannot be parsed", "PEM, the server's own first");
    }
    return null;
  }

  /** A file of authorities, opened so that a wrong one is found now; null after a problem. */
  static @Nullable Path authorities(Value value) {
    Path path = value.path();
    return path == null || first(value, path) == null ? null : path;
  }
}
