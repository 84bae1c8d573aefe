// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code tls}, one pair or a list of them. The files are opened here, so that a wrong one is found
 * before anything is started or replaced.
 */
final class TlsReader {
  private final Reading reading;

  TlsReader(Reading reading) {
    this.reading = reading;
  }

  List<TlsConfig> read(Section parent) {
    Value value = parent.get("tls");
    if (value == null) {
      return List.of();
    }
    if (!value.isList()) {
      TlsConfig one = pair(value);
      return one == null ? List.of() : List.of(one);
    }
    List<TlsConfig> pairs = new ArrayList<>();
    List<Value> items = value.items();
    if (items.isEmpty()) {
      value.problem("\"tls\" is an empty list", "leave the key out for plain HTTP");
    }
    for (Value item : items) {
      TlsConfig pair = pair(item);
      if (pair != null) {
        pairs.add(pair);
      }
    }
    return List.copyOf(pairs);
  }

  private @Nullable TlsConfig pair(Value value) {
    Section section = value.section();
    if (section == null) {
      return null;
    }
    TlsConfig pair = pair(section);
    section.finish();
    return pair;
  }

  /** The two keys of a pair; the section may have others. */
  @Nullable TlsConfig pair(Section section) {
    Value certificate = section.need("certificate", "a PEM file");
    Value key = section.need("key", "a PEM file");
    Path certificatePath = certificate == null ? null : certificate.path();
    Path keyPath = key == null ? null : key.path();
    if (certificate == null || key == null || certificatePath == null || keyPath == null) {
      return null;
    }
    X509Certificate leaf = certificate(certificate, certificatePath);
    new PrivateKeyFile(key, keyPath).check(leaf);
    return new TlsConfig(certificatePath, keyPath);
  }

  private @Nullable X509Certificate certificate(Value value, Path path) {
    X509Certificate leaf = CertificateFile.first(value, path);
    if (leaf != null) {
      checkValidity(value, leaf);
    }
    return leaf;
  }

  private void checkValidity(Value value, X509Certificate certificate) {
    try {
      certificate.checkValidity(Date.from(reading.clock().instant()));
    } catch (CertificateExpiredException e) {
      value.problem("the certificate expired on " + day(certificate.getNotAfter()), "renew it");
    } catch (CertificateNotYetValidException e) {
      value.problem(
          "the certificate is not valid before " + day(certificate.getNotBefore()),
          "check the clock of this machine");
    }
  }

  private static String day(Date date) {
    return date.toInstant().toString().substring(0, 10);
  }
}
