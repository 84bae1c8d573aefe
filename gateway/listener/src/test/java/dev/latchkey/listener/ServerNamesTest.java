// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ListenAddress;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.impl.NetServerImpl;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Names that clients ask for are many; what is kept for them is not. */
@Tag("long")
class ServerNamesTest {
  private static final int NAMES = 1_000;

  /** Vert.x keeps 256 names, each with and without ALPN. */
  private static final int KEPT = 512;

  @TempDir Path folder;

  @Test
  @DisplayName("F-90 However many names are asked for, few contexts are kept for them")
  void howeverManyNamesAreAskedForFewContextsAreKeptForThem() throws Exception {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    Vertx vertx = Vertx.vertx();
    try {
      HttpServer server =
          get(
              Listeners.create(
                      vertx,
                      new ListenAddress("127.0.0.1", 0),
                      List.of(authority.files("*.edge.test")),
                      null,
                      Bounds.CALLS,
                      ConnectionWatch.ofFew())
                  .requestHandler(request -> request.response().end())
                  .listen());
      SSLContext trust = authority.client(null);
      for (int i = 0; i < NAMES; i++) {
        shakeHands(trust, server.actualPort(), "n" + i + ".edge.test");
      }

      assertThat(namesKept(vertx)).isBetween(1, KEPT);
    } finally {
      get(vertx.close());
    }
  }

  private static int namesKept(Vertx vertx) {
    return ((VertxInternal) vertx)
        .sharedTcpServers().values().stream()
            .mapToInt(server -> ((NetServerImpl) server).sniEntrySize())
            .sum();
  }

  private static void shakeHands(SSLContext trust, int port, String name) throws Exception {
    try (SSLSocket socket = (SSLSocket) trust.getSocketFactory().createSocket("127.0.0.1", port)) {
      socket.setSoTimeout(10_000);
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setServerNames(List.of(new SNIHostName(name)));
      socket.setSSLParameters(parameters);
      socket.startHandshake();
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
