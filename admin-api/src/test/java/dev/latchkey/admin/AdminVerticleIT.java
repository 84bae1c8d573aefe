// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LeaksConfig;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import dev.latchkey.keys.postgres.PostgresExtension;
import dev.latchkey.keys.postgres.TestDatabase;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.ClientSSLOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(PostgresExtension.class)
class AdminVerticleIT {
  private static final String DOCUMENT = "/admin/v1/openapi.json";
  private static final String STRICT = "Strict-Transport-Security";

  @Test
  void withACertificateOnlyTlsAndOnlyHttp11AreSpoken(TestDatabase database, @TempDir Path files) {
    TlsConfig tls = TestCertificate.create(files);
    Vertx vertx = Vertx.vertx();
    try (RunningAdmin admin = new RunningAdmin(database, TestConfig.create(List.of(tls)))) {
      HttpClientResponse response = getSecurely(vertx, tls, admin.port());
      String plain = RawHttp.send(admin.port(), "GET / HTTP/1.1\r\nHost: x\r\n\r\n");

      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.version()).isEqualTo(HttpVersion.HTTP_1_1);
      assertThat(plain).doesNotContain("HTTP/1.1 2", "HTTP/1.1 4");
    } finally {
      RunningAdmin.get(vertx.close());
    }
  }

  @Test
  void onlyAnAnswerOverTlsTellsBrowsersToComeBackOverTls(
      TestDatabase database, @TempDir Path files) {
    TlsConfig tls = TestCertificate.create(files);
    Vertx vertx = Vertx.vertx();
    try (RunningAdmin secure = new RunningAdmin(database, TestConfig.create(List.of(tls)));
        RunningAdmin plain = new RunningAdmin(database)) {
      HttpClientResponse overTls = getSecurely(vertx, tls, secure.port());
      Reply inClear = plain.send("GET", DOCUMENT, null, null);

      assertThat(overTls.getHeader(STRICT)).isEqualTo("max-age=31536000");
      assertThat(inClear.status()).isEqualTo(200);
      assertThat(inClear.header(STRICT)).isEmpty();
    } finally {
      RunningAdmin.get(vertx.close());
    }
  }

  @Test
  void aListenerOpenToTheNetworkNeedsTlsOrTheWord(TestDatabase database) {
    LatchkeyConfig open = listening("0.0.0.0", false);

    assertThatThrownBy(() -> new RunningAdmin(database, open))
        .hasMessageContaining("insecure: true");
    try (RunningAdmin said = new RunningAdmin(database, listening("0.0.0.0", true))) {
      assertThat(said.port()).isPositive();
    }
  }

  @Test
  void aTakenPortIsAFailedStart(TestDatabase database) {
    try (RunningAdmin first = new RunningAdmin(database)) {
      LatchkeyConfig same = listening("127.0.0.1", false, first.port());

      assertThatThrownBy(() -> new RunningAdmin(database, same))
          .hasStackTraceContaining("already in use");
    }
  }

  private static HttpClientResponse getSecurely(Vertx vertx, TlsConfig tls, int port) {
    HttpClient client =
        vertx.createHttpClient(
            new HttpClientOptions().setUseAlpn(true).setProtocolVersion(HttpVersion.HTTP_2),
            new PoolOptions());
    RequestOptions request =
        new RequestOptions()
            .setMethod(HttpMethod.GET)
            .setHost("localhost")
            .setPort(port)
            .setSsl(true)
            .setSslOptions(
                new ClientSSLOptions()
                    .setUseAlpn(true)
                    .setHostnameVerificationAlgorithm("HTTPS")
                    .setTrustOptions(
                        new PemTrustOptions().addCertPath(tls.certificate().toString())))
            .setURI(DOCUMENT);
    return RunningAdmin.get(client.request(request).compose(sent -> sent.send()));
  }

  private static LatchkeyConfig listening(String host, boolean insecure) {
    return listening(host, insecure, 0);
  }

  private static LatchkeyConfig listening(String host, boolean insecure, int port) {
    LatchkeyConfig config = TestConfig.create(List.of());
    return new LatchkeyConfig(
        config.store(),
        null,
        new AdminConfig(
            new ListenAddress(host, port),
            List.of(),
            null,
            insecure,
            List.of(TestConfig.ISSUER),
            null,
            LeaksConfig.NONE,
            false),
        null,
        config.scopes(),
        config.plans(),
        config.profiles(),
        config.upstreams(),
        config.routes());
  }
}
