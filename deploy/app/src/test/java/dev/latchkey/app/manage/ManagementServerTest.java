// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.manage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ListenAddress;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ManagementServerTest {
  private static Vertx vertx;
  private static int port;

  @BeforeAll
  static void listen() throws Exception {
    vertx = Vertx.vertx();
    ManagementServer server =
        new ManagementServer(
            vertx,
            new LoopWatch(System::nanoTime, 1),
            new Readiness(),
            new PrometheusMeterRegistry(PrometheusConfig.DEFAULT));
    port = get(server.listen(new ListenAddress("127.0.0.1", 0))).actualPort();
  }

  @AfterAll
  static void close() throws Exception {
    get(vertx.close());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "GET /livez HTTP/1.1\\r\\n\\r\\n|400",
        "GET /livez HTTP/1.1\\r\\nHost: a\\r\\nHost: b\\r\\n\\r\\n|400",
        "GET /livez HTTP/1.1\\r\\nHost: a\\r\\nX: a\\r\\n b\\r\\n\\r\\n|400",
        "GET /livez HTTP/1.2\\r\\nHost: a\\r\\n\\r\\n|505"
      })
  void whatCanBeReadInTwoWaysIsRefusedAsOnEveryListener(String request, int status)
      throws IOException {
    String answer = send(request.translateEscapes());

    assertThat(answer).startsWith("HTTP/1.1 " + status + ' ').containsIgnoringCase("n: close");
  }

  @Test
  void whatIsTooLongIsRefused() throws IOException {
    assertThat(send("GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 414 ");
    assertThat(send("GET /livez HTTP/1.1\r\nHost: a\r\nX: " + "a".repeat(9_000) + "\r\n\r\n"))
        .startsWith("HTTP/1.1 431 ");
  }

  @Test
  void whoAsksPlainlyIsAnswered() throws IOException {
    String answer = send("GET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("\"alive\"");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/livez", "/readyz", "/metrics"})
  void monitorsThatWantNoBodyAreToldTheStatusAlone(String path) throws IOException {
    String full = send("GET " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    String head = send("HEAD " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");

    assertThat(statusLine(head)).isEqualTo(statusLine(full));
    assertThat(head).endsWith("\r\n\r\n").containsIgnoringCase("content-type: ");
  }

  private static String statusLine(String answer) {
    return answer.substring(0, answer.indexOf('\r'));
  }

  private static String send(String request) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static <T> T get(Future<T> future) throws Exception {
    return future.toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }
}
