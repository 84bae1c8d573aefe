// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.TlsConfig;
import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.TestAuthority;
import dev.latchkey.listener.TlsOptions;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A backend over TLS is asked only once it has shown who it is. */
class UpstreamTlsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String NAME = "crm.test";
  private static final String GET = "GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n";
  private static final String PATIENT = "timeouts: { connect: 30s, response: 30s }, ";
  private static final Duration LONG = Duration.ofDays(60);
  private static final Duration ENDED = Duration.ofMinutes(-5);

  private static boolean warm;

  @TempDir Path folder;
  private final List<AutoCloseable> open = new ArrayList<>();
  private final Queue<Asked> asked = new ConcurrentLinkedQueue<>();
  private TestAuthority authority;

  /**
   * A request that a backend read.
   *
   * @param shown the caller's certificate; null for none
   */
  private record Asked(HttpVersion version, String serverName, @Nullable String shown) {}

  @BeforeEach
  void found() {
    authority = new TestAuthority(folder, "Latchkey test");
    if (!warm) {
      warmUp();
      warm = true;
    }
  }

  /**
   * Classes and the library of TLS and HTTP/2 are loaded by the first calls, which take a while.
   */
  private void warmUp() {
    int backend = backend(authority, LONG, false);
    for (String protocol : List.of("http1", "http2")) {
      String upstream = "protocol: " + protocol + ", tls: { ca: CA, serverName: crm.test }";
      assertThat(answer(backend, upstream).status()).isEqualTo(200);
    }
    asked.clear();
    LOOPS.forget();
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  @Test
  void aBackendOfOurOwnAuthorityIsAskedByItsName() {
    int backend = backend(authority, LONG, false);

    assertThat(call(backend, "").status()).isEqualTo(200);

    assertThat(asked).containsExactly(new Asked(HttpVersion.HTTP_1_1, NAME, null));
  }

  @Test
  void aBackendOfAnUnknownAuthorityIsNotAsked() {
    int backend = backend(new TestAuthority(folder, "Somebody else"), LONG, false);

    assertIsNotAsked(backend, "serverName: crm.test");
  }

  @Test
  void aBackendOfAnotherNameIsNotAsked() {
    int backend = backend(authority, LONG, false);

    assertIsNotAsked(backend, "serverName: other.test");
  }

  @Test
  void aBackendWhoseCertificateHasExpiredIsNotAsked() {
    int backend = backend(authority, ENDED, false);

    assertIsNotAsked(backend, "serverName: crm.test");
  }

  @Test
  void withoutAnAuthorityOfOurOwnOnlyThoseOfTheJdkAreTrusted() {
    int backend = backend(authority, LONG, false);

    assertIsBadGateway(answer(backend, "tls: { serverName: crm.test }"));
  }

  @Test
  void ourCertificateIsShownToABackendThatAsksForIt() {
    authority.files("edge.test");
    int backend = backend(authority, LONG, true);

    assertThat(call(backend, ", certificate: edge.test.crt, key: edge.test.key").status())
        .isEqualTo(200);

    assertThat(asked).containsExactly(new Asked(HttpVersion.HTTP_1_1, NAME, "CN=edge.test"));
  }

  @Test
  void withoutTheCertificateThatABackendRequiresTheCallIsABadGateway() {
    int backend = backend(authority, LONG, true);

    assertIsNotAsked(backend, "serverName: crm.test");
  }

  @Test
  void http2IsAgreedOnInTheHandshakeWhereItIsConfigured() {
    int backend = backend(authority, LONG, false);

    Answer answer = answer(backend, "protocol: http2, tls: { ca: CA, serverName: crm.test }");

    assertThat(answer.status()).isEqualTo(200);
    assertThat(asked).containsExactly(new Asked(HttpVersion.HTTP_2, NAME, null));
  }

  private void assertIsNotAsked(int backend, String tls) {
    assertIsBadGateway(answer(backend, "tls: { ca: CA, " + tls + " }"));
  }

  private void assertIsBadGateway(Answer answer) {
    assertThat(answer.status()).isEqualTo(502);
    assertThat(answer.body()).contains("\"code\":\"upstream_unreachable\"");
    assertThat(asked).isEmpty();
  }

  /** With trust in our authority, and the right name. */
  private Answer call(int backend, String more) {
    return answer(backend, "tls: { ca: CA, serverName: crm.test" + more + " }");
  }

  private Answer answer(int backend, String upstream) {
    TestClock clock = new TestClock();
    TestGateway gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.in(
                folder,
                "\"https://127.0.0.1:" + backend + '"',
                PATIENT + upstream.replace("CA", authority.file().getFileName().toString())),
            new MapKeys(clock),
            clock);
    open.add(gateway);
    try (RawClient client = RawClient.to(gateway.port())) {
      return client.send(GET).answer(false);
    }
  }

  /** A backend with a certificate for {@link #NAME}, that speaks HTTP/2 and HTTP/1.1. */
  private int backend(TestAuthority signer, Duration validFor, boolean asksForCertificate) {
    TlsConfig files = signer.write(NAME, signer.sign(NAME, validFor));
    HttpServerOptions options = secure(files);
    if (asksForCertificate) {
      options
          .setClientAuth(ClientAuth.REQUIRED)
          .setTrustOptions(new PemTrustOptions().addCertPath(authority.file().toString()));
    }
    HttpServer server =
        Answers.of(
            LOOPS
                .vertx()
                .createHttpServer(options)
                .requestHandler(
                    request -> {
                      String name = request.connection().indicatedServerName();
                      asked.add(new Asked(request.version(), name, shown(request.connection())));
                      request.response().end("ok");
                    })
                .listen(0, "127.0.0.1"));
    open.add(() -> Answers.of(server.close()));
    return server.actualPort();
  }

  private static HttpServerOptions secure(TlsConfig files) {
    return new HttpServerOptions()
        .setSsl(true)
        // The one that the gateway uses: another would have to be loaded as well.
        .setSslEngineOptions(TlsOptions.engine())
        .setSni(true)
        .setUseAlpn(true)
        .setKeyCertOptions(
            new PemKeyCertOptions()
                .addCertPath(files.certificate().toString())
                .addKeyPath(files.key().toString()));
  }

  private static @Nullable String shown(HttpConnection connection) {
    try {
      Certificate first = Objects.requireNonNull(connection.peerCertificates()).get(0);
      return ((X509Certificate) first).getSubjectX500Principal().getName();
    } catch (SSLPeerUnverifiedException nothingShown) {
      return null;
    }
  }
}
