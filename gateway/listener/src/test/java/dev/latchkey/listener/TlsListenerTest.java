// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.TlsConfig;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Real handshakes with a real listener. */
class TlsListenerTest {
  private static final Bounds HTTP1_ONLY = new Bounds(4_096, 8_192, 100, 0);

  @TempDir static Path folder;
  private static TestAuthority authority;
  private static TlsConfig first;
  private static TlsConfig second;

  private TlsScene scene;

  @BeforeAll
  static void sign() {
    authority = new TestAuthority(folder, "Latchkey test");
    first = authority.files("a.test");
    second = authority.files("b.test");
  }

  @BeforeEach
  void open() {
    scene = new TlsScene(authority);
  }

  @AfterEach
  void close() throws Exception {
    scene.close();
  }

  @Test
  void theNameThatIsAskedForChoosesTheCertificate() throws Exception {
    scene.listen(List.of(first, second), null, Bounds.CALLS);

    assertThat(scene.subjectFor("a.test")).isEqualTo("CN=a.test");
    assertThat(scene.subjectFor("b.test")).isEqualTo("CN=b.test");
    assertThat(scene.subjectFor("c.test")).isEqualTo("CN=a.test");
    assertThat(scene.subjectFor(null)).isEqualTo("CN=a.test");
  }

  @Test
  void http2IsOfferedWhereThereIsRoomForIt() throws Exception {
    scene.listen(List.of(first), null, Bounds.CALLS);
    assertThat(scene.protocol("h2", "http/1.1")).isEqualTo("h2");
    assertThat(scene.protocol("http/1.1")).isEqualTo("http/1.1");
  }

  @Test
  void http2IsNotOfferedWhereThereIsNone() throws Exception {
    scene.listen(List.of(first), null, HTTP1_ONLY);
    assertThat(scene.protocol("h2", "http/1.1")).isEqualTo("http/1.1");
  }

  @Test
  void onlyVersionsAndCiphersThatAreSafeAreSpoken() throws Exception {
    scene.listen(List.of(first), null, Bounds.CALLS);

    for (String version : List.of("TLSv1.3", "TLSv1.2")) {
      try (SSLSocket socket = scene.socket(anybody())) {
        socket.setEnabledProtocols(new String[] {version});
        socket.startHandshake();
        assertThat(socket.getSession().getProtocol()).isEqualTo(version);
        assertThat(socket.getSession().getCipherSuite()).containsAnyOf("GCM", "POLY1305");
      }
    }
    try (SSLSocket socket = scene.socket(anybody())) {
      socket.setEnabledProtocols(new String[] {"TLSv1.2"});
      socket.setEnabledCipherSuites(new String[] {"TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA256"});
      assertThatThrownBy(socket::startHandshake).isInstanceOf(IOException.class);
    }
  }

  @Test
  void plainHttpOnATlsPortIsNotAnswered() throws Exception {
    HttpServer listening = scene.listen(List.of(first), null, Bounds.CALLS);

    RawClient.Reply reply = RawClient.send(listening.actualPort(), TlsScene.GET);

    assertThat(reply.closed()).isTrue();
    assertThat(reply.answers()).isZero();
  }

  @Test
  void aRequiredClientCertificateMustBeOfTheAuthority() throws Exception {
    scene.listen(List.of(first), new ClientCertificates(authority.file(), true), Bounds.CALLS);

    assertThat(scene.answer(authority.client(authority.sign("client", Duration.ofDays(1)))))
        .startsWith("HTTP/1.1 200");
    assertThat(scene.answer(anybody())).isEmpty();
    assertThat(scene.answer(foreign())).isEmpty();
  }

  @Test
  void aRequestedClientCertificateMayBeMissingButNotForeign() throws Exception {
    scene.listen(List.of(first), new ClientCertificates(authority.file(), false), Bounds.CALLS);

    assertThat(scene.answer(authority.client(authority.sign("client", Duration.ofDays(1)))))
        .startsWith("HTTP/1.1 200");
    assertThat(scene.answer(anybody())).startsWith("HTTP/1.1 200");
    assertThat(scene.answer(foreign())).isEmpty();
  }

  @Test
  void openSslIsUsedWhereItsLibraryIsPublished() {
    assumeTrue(System.getProperty("os.name").equals("Linux"));
    assumeTrue(List.of("amd64", "aarch64").contains(System.getProperty("os.arch")));

    assertThat(TlsOptions.engineName()).contains("BoringSSL");
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
}
