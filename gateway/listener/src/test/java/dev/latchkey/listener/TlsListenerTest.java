// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with a real listener. */
class TlsListenerTest {
  private static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";
  private static final Bounds HTTP1_ONLY = new Bounds(4_096, 8_192, 100, 0);

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static TlsConfig first;
  private static TlsConfig second;

  private final Vertx vertx = Vertx.vertx();
  private @Nullable HttpServer server;

  @BeforeAll
  static void sign() {
    authority = new TestAuthority(folder, "Latchkey test");
    first = authority.files("a.test");
    second = authority.files("b.test");
  }

  @AfterEach
  void close() throws Exception {
    get(vertx.close());
  }

  @Test
  void theNameThatIsAskedForChoosesTheCertificate() throws Exception {
    listen(List.of(first, second), null, Bounds.CALLS);

    assertThat(subjectFor("a.test")).isEqualTo("CN=a.test");
    assertThat(subjectFor("b.test")).isEqualTo("CN=b.test");
    assertThat(subjectFor("c.test")).isEqualTo("CN=a.test");
    assertThat(subjectFor(null)).isEqualTo("CN=a.test");
  }

  @Test
  void http2IsOfferedWhereThereIsRoomForIt() throws Exception {
    listen(List.of(first), null, Bounds.CALLS);
    assertThat(protocol("h2", "http/1.1")).isEqualTo("h2");
    assertThat(protocol("http/1.1")).isEqualTo("http/1.1");
  }

  @Test
  void http2IsNotOfferedWhereThereIsNone() throws Exception {
    listen(List.of(first), null, HTTP1_ONLY);
    assertThat(protocol("h2", "http/1.1")).isEqualTo("http/1.1");
  }

  @Test
  void onlyVersionsAndCiphersThatAreSafeAreSpoken() throws Exception {
    listen(List.of(first), null, Bounds.CALLS);

    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      try (SSLSocket socket = socket(anybody())) {
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "POLY1305");
      }
    }
    try (SSLSocket socket = socket(anybody())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void plainHttpOnATlsPortIsNotAnswered() throws Exception {
    HttpServer listening = listen(List.of(first), null, Bounds.CALLS);

    RawClient.Reply reply = RawClient.send(listening.actualPort(), GET);

    assertThat(reply.closed()).isTrue();
    assertThat(reply.answers()).isZero();
  }

  @Test
  void aRequiredClientCertificateMustBeOfTheAuthority() throws Exception {
    listen(List.of(first), new ClientCertificates(authority.file(), true), Bounds.CALLS);

    assertThat(answer(authority.client(authority.sign("client", Duration.ofDays(1)))))
        .startsWith("HTTP/1.1 200");
    assertThat(answer(anybody())).isEmpty();
    assertThat(answer(foreign())).isEmpty();
  }

  @Test
  void aRequestedClientCertificateMayBeMissingButNotForeign() throws Exception {
    listen(List.of(first), new ClientCertificates(authority.file(), false), Bounds.CALLS);

    assertThat(answer(authority.client(authority.sign("client", Duration.ofDays(1)))))
        .startsWith("HTTP/1.1 200");
    assertThat(answer(anybody())).startsWith("HTTP/1.1 200");
    assertThat(answer(foreign())).isEmpty();
  }

  @Test
  void replacedFilesAreUsedForNewConnectionsAndOldOnesGoOn() throws Exception {
    TlsConfig files = authority.files("turning.test");
    HttpServer listening = listen(List.of(files), null, Bounds.CALLS);
    CertificateWatch watch = watch(listening, files);
    try (SSLSocket before = socket(anybody())) {
      before.startHandshake();
      X509Bundle next = authority.sign("turned.test", Duration.ofDays(3));
      authority.write("turning.test", next);
      get(watch.look());

      assertThat(subjectFor(null)).isEqualTo("CN=turned.test");
      assertThat(exchange(before)).startsWith("HTTP/1.1 200");
      assertThat(watch.expiresAt()).isEqualTo(next.getCertificate().getNotAfter().toInstant());
    }
  }

  @Test
  void filesThatAreNoPairOrExpiredChangeNothing() throws Exception {
    TlsConfig files = authority.files("steady.test");
    HttpServer listening = listen(List.of(files), null, Bounds.CALLS);
    CertificateWatch watch = watch(listening, files);

    authority.write("steady.test", authority.sign("late.test", Duration.ofMinutes(-1)));
    get(watch.look());
    assertThat(subjectFor(null)).isEqualTo("CN=steady.test");

    TlsConfig other = authority.files("other.test");
    Files.copy(other.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    get(watch.look());
    assertThat(subjectFor(null)).isEqualTo("CN=steady.test");

    Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    get(watch.look());
    assertThat(subjectFor(null)).isEqualTo("CN=other.test");
  }

  @Test
  void openSslIsUsedWhereItsLibraryIsPublished() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assumeTrue(List.of("amd64", "aarch64").contains(System.getProperty("os.arch")));

    assertThat(TlsOptions.engineName()).contains("BoringSSL");
  }

  private CertificateWatch watch(HttpServer listening, TlsConfig files) throws Exception {
    CertificateWatch watch =
        new CertificateWatch(
            List.of(files),
            null,
            InstantSource.system(),
            options -> listening.updateSSLOptions(options, true));
    get(vertx.deployVerticle(watch));
    return watch;
  }

  /** A new one each time, so that no session is resumed. */
  private static SSLContext anybody() {
    return authority.client(null);
  }

  private static SSLContext foreign() {
    TestAuthority other = new TestAuthority(folder, "Somebody else");
    X509Bundle shown = other.sign("client", Duration.ofDays(1));
    return authority.client(shown);
  }

  private HttpServer listen(
      List<TlsConfig> files, @Nullable ClientCertificates clients, Bounds bounds) throws Exception {
    server =
        Listeners.create(
                vertx,
                new ListenAddress("127.0.0.1", 0),
                files,
                clients,
                bounds,
                ConnectionWatch.ofFew())
            .requestHandler(request -> request.response().end("served"));
    return get(server.listen());
  }

  private SSLSocket socket(SSLContext context) throws IOException {
    if (server == null) {
      throw new IllegalStateException("nobody listens");
    }
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.actualPort());
    socket.setSoTimeout(5_000);
    return socket;
  }

  private String subjectFor(@Nullable String name) throws IOException {
    try (SSLSocket socket = socket(anybody())) {
      if (name != null) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        socket.setSSLParameters(parameters);
      }
      socket.startHandshake();
      X509Certificate leaf = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      return leaf.getSubjectX500Principal().getName();
    }
  }

  private String protocol(String... offered) throws IOException {
    try (SSLSocket socket = socket(anybody())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  /** Empty where the server let go; in TLS 1.3 only reading tells. */
  private String answer(SSLContext context) throws IOException {
    try (SSLSocket socket = socket(context)) {
      return exchange(socket);
    } catch (SSLException refused) {
      return "";
    }
  }

  private static String exchange(Socket socket) throws IOException {
    try {
      socket.getOutputStream().write(GET.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      byte[] answer = new byte[4_096];
      int length = Math.max(0, socket.getInputStream().read(answer));
      return new String(answer, 0, length, StandardCharsets.US_ASCII);
    } catch (SocketException refused) {
      return "";
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
