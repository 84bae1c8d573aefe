// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** {@code tls} of an upstream. */
final class UpstreamTlsReader {
  private final Section upstream;

  UpstreamTlsReader(Section upstream) {
    this.upstream = upstream;
  }

  UpstreamTls read() {
    Section section = upstream.section("tls");
    if (section == null) {
      return UpstreamTls.DEFAULT;
    }
    Value ca = section.get("ca");
    Path authorities = ca == null ? null : CertificateFile.authorities(ca);
    TlsConfig certificate = certificate(section);
    Value name = section.get("serverName");
    Text serverName = name == null ? null : name.resolvedWord(Word.HOST);
    section.finish();
    return new UpstreamTls(
        authorities, certificate, serverName == null ? null : serverName.value());
  }

  private @Nullable TlsConfig certificate(Section section) {
    if (!section.has("certificate") && !section.has("key")) {
      return null;
    }
    return new TlsReader(section.reading()).pair(section);
  }
}
