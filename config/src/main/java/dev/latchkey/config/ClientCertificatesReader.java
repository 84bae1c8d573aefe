// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code clientCertificates} of a listener. */
final class ClientCertificatesReader {
  private ClientCertificatesReader() {}

  /** Null where no client is asked for one. */
  static @Nullable ClientCertificates read(Section listener) {
    Section section = listener.section("clientCertificates");
    if (section == null) {
      return null;
    }
    Value ca = section.need("ca", "a PEM file");
    Path authorities = ca == null ? null : CertificateFile.authorities(ca);
    boolean required = section.flag("required", true);
    section.finish();
    if (!listener.has("tls")) {
      section.problem("clients can show certificates over TLS only", "add tls");
    }
    return authorities == null ? null : new ClientCertificates(authorities, required);
  }
}
