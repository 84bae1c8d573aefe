// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.TlsConfig;
import dev.latchkey.config.UpstreamTls;
import io.netty.handler.ssl.OpenSsl;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.JdkSSLEngineOptions;
import io.vertx.core.net.KeyCertOptions;
import io.vertx.core.net.NetClientOptions;
import io.vertx.core.net.OpenSSLEngineOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.core.net.SSLEngineOptions;
import io.vertx.core.net.SSLOptions;
import io.vertx.core.net.ServerSSLOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Protocol versions, ciphers and engine of every TLS connection, to clients and to upstreams. */
public final class TlsOptions {
  private static final Set<String> VERSIONS = Set.of("TLSv1.3", "TLSv1.2");

  /**
   * Those of TLS 1.3, and of TLS 1.2 the ones with forward secrecy and authenticated encryption
   * (RFC 9325, section 4.2; the others are forbidden for HTTP/2 by RFC 9113, appendix A).
   */
  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_128_GCM_SHA256",
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

  private TlsOptions() {}

  /** OpenSSL where its library can be loaded, which costs about half as much; else the JDK's. */
  public static SSLEngineOptions engine() {
    return OpenSsl.isAvailable() ? new OpenSSLEngineOptions() : new JdkSSLEngineOptions();
  }

  /** For the log. */
  public static String engineName() {
    return OpenSsl.isAvailable() ? OpenSsl.versionString() : "the JDK's TLS";
  }

  /** Allows what is safe, and nothing else. */
  public static <T extends SSLOptions> T harden(T options) {
    options.setEnabledSecureTransportProtocols(VERSIONS);
    CIPHERS.forEach(options::addEnabledCipherSuite);
    return options;
  }

  /**
   * For a listener.
   *
   * @param certificates chosen by SNI; the first where no name fits
   * @param clients null to ask for no certificate
   */
  static ServerSSLOptions server(
      ServerSSLOptions options, KeyCertOptions certificates, @Nullable ClientCertificates clients) {
    harden(options).setSni(true).setKeyCertOptions(certificates);
    if (clients != null) {
      options
          .setClientAuth(clients.required() ? ClientAuth.REQUIRED : ClientAuth.REQUEST)
          .setTrustOptions(new PemTrustOptions().addCertPath(clients.authorities().toString()));
    }
    return options;
  }

  /**
   * For a client of upstreams: their certificates and names are verified, always.
   *
   * @param http2 whether HTTP/2 is offered, before HTTP/1.1
   */
  public static void client(HttpClientOptions options, UpstreamTls tls, boolean http2) {
    secure(options.setVerifyHost(true), tls, http2);
  }

  /** Likewise, for a client of sockets. */
  public static void client(NetClientOptions options, UpstreamTls tls) {
    secure(options.setHostnameVerificationAlgorithm("HTTPS"), tls, false);
  }

  private static void secure(ClientOptionsBase options, UpstreamTls tls, boolean http2) {
    options
        .setSslEngineOptions(engine())
        .setUseAlpn(http2)
        .setEnabledSecureTransportProtocols(VERSIONS);
    ClientSSLOptions ssl = options.getSslOptions();
    harden(ssl).setUseAlpn(http2);
    ssl.setHostnameVerificationAlgorithm("HTTPS");
    Path authorities = tls.authorities();
    if (authorities != null) {
      ssl.setTrustOptions(new PemTrustOptions().addCertPath(authorities.toString()));
    }
    TlsConfig shown = tls.certificate();
    if (shown != null) {
      ssl.setKeyCertOptions(
          new PemKeyCertOptions()
              .addCertPath(shown.certificate().toString())
              .addKeyPath(shown.key().toString()));
    }
  }
}
