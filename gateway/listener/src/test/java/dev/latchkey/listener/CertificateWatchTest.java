// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.TlsConfig;
import io.netty.pkitesting.X509Bundle;
import io.vertx.core.http.HttpServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that are replaced while a listener is at work. */
class CertificateWatchTest {
  @TempDir static Path folder;
  private static TestAuthority authority;

  private TlsScene scene;

  @BeforeAll
  static void sign() {
    authority = new TestAuthority(folder, "Latchkey test");
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
  void replacedFilesAreUsedForNewConnectionsAndOldOnesGoOn() throws Exception {
    TlsConfig files = authority.files("turning.test");
    HttpServer listening = scene.listen(List.of(files), null, Bounds.CALLS);
    CertificateWatch watch = watch(listening, files);
    try (SSLSocket before = scene.socket(authority.client(null))) {
      before.startHandshake();
      X509Bundle next = authority.sign("turned.test", Duration.ofDays(3));
      authority.write("turning.test", next);
      TlsScene.get(watch.look());

      assertThat(scene.subjectFor(null)).isEqualTo("CN=turned.test");
      assertThat(TlsScene.exchange(before)).startsWith("HTTP/1.1 200");
      assertThat(watch.expiresAt()).isEqualTo(next.getCertificate().getNotAfter().toInstant());
    }
  }

  @Test
  void filesThatAreNoPairOrExpiredChangeNothing() throws Exception {
    TlsConfig files = authority.files("steady.test");
    HttpServer listening = scene.listen(List.of(files), null, Bounds.CALLS);
    CertificateWatch watch = watch(listening, files);

    authority.write("steady.test", authority.sign("late.test", Duration.ofMinutes(-1)));
    TlsScene.get(watch.look());
    assertThat(scene.subjectFor(null)).isEqualTo("CN=steady.test");

    TlsConfig other = authority.files("other.test");
    Files.copy(other.certificate(), files.certificate(), StandardCopyOption.REPLACE_EXISTING);
    TlsScene.get(watch.look());
    assertThat(scene.subjectFor(null)).isEqualTo("CN=steady.test");

    Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
    TlsScene.get(watch.look());
    assertThat(scene.subjectFor(null)).isEqualTo("CN=other.test");
  }

  private CertificateWatch watch(HttpServer listening, TlsConfig files) throws Exception {
    CertificateWatch watch =
        new CertificateWatch(
            List.of(files),
            null,
            InstantSource.system(),
            options -> listening.updateSSLOptions(options, true));
    TlsScene.get(scene.vertx().deployVerticle(watch));
    return watch;
  }
}
