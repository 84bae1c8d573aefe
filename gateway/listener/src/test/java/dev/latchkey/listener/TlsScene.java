// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import dev.latchkey.config.ClientCertificates;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.TlsConfig;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** A TLS listener, and connections to it that resume no session. */
final class TlsScene {
  static final String GET = "GET / HTTP/1.1\r\nHost: a.test\r\n\r\n";

  private final Vertx vertx = Vertx.vertx();
  private final TestAuthority authority;
  private @Nullable HttpServer server;

  TlsScene(TestAuthority authority) {
    this.authority = authority;
  }

  HttpServer listen(List<TlsConfig> files, @Nullable ClientCertificates clients, Bounds bounds)
      throws Exception {
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

  Vertx vertx() {
    return vertx;
  }

  /** Not yet through its handshake. */
  SSLSocket socket(SSLContext context) throws IOException {
    if (server == null) {
      throw new IllegalStateException("nobody listens");
    }
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket("127.0.0.1", server.actualPort());
    socket.setSoTimeout(5_000);
    return socket;
  }

  String subjectFor(@Nullable String name) throws IOException {
    try (SSLSocket socket = socket(authority.client(null))) {
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

  String protocol(String... offered) throws IOException {
    try (SSLSocket socket = socket(authority.client(null))) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setApplicationProtocols(offered);
      socket.setSSLParameters(parameters);
      socket.startHandshake();
      return socket.getApplicationProtocol();
    }
  }

  /** Empty where the server let go; in TLS 1.3 only reading tells. */
  String answer(SSLContext context) throws IOException {
    try (SSLSocket socket = socket(context)) {
      return exchange(socket);
    } catch (SSLException refused) {
      return "";
    }
  }

  static String exchange(Socket socket) throws IOException {
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

  static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  void close() throws Exception {
    get(vertx.close());
  }
}
