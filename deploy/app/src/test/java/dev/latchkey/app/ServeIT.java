// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real thing, over the real jar: how it starts, refuses to start, and stops. */
class ServeIT {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  private final Web web = new Web();
  @TempDir Path folder = Path.of("");

  @Test
  void sigtermLetsASlowRequestEndAndExitsWith0() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch mayAnswer = new CountDownLatch(1);
    HttpServer slow = slowBackend(arrived, mayAnswer);
    Path file = config("embedded: { data: ./data }", 0, slow.getAddress().getPort());

    try (Program serve = Program.start(Map.of(), "serve", "--config", file.toString())) {
      String ready = serve.awaitErr("ready: ");
      String management = url(ready, "management");
      CompletableFuture<HttpResponse<String>> call =
          web.begin(url(ready, "gateway") + "/docs/slow");
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      serve.terminate();
      serve.awaitErr("stopping");
      HttpResponse<String> draining = readiness(management);
      boolean alive = serve.isAlive();
      mayAnswer.countDown();

      assertThat(draining.statusCode()).isEqualTo(503);
      assertThat(draining.body()).contains("draining");
      assertThat(alive).isTrue();
      assertThat(call.get(20, TimeUnit.SECONDS).body()).isEqualTo("at last");
      assertThat(serve.awaitExit()).isZero();
      assertThat(serve.nextOut()).contains("\"path\":\"/docs/slow\"", "\"status\":200");
    } finally {
      slow.stop(0);
    }
  }

  @Test
  void aSecondSignalShortensTheDrain() throws Exception {
    CountDownLatch arrived = new CountDownLatch(1);
    CountDownLatch atTheEnd = new CountDownLatch(1);
    HttpServer stuck = slowBackend(arrived, atTheEnd);
    Path file = config("embedded: { data: ./data }", 0, stuck.getAddress().getPort());

    try (Program serve = Program.start(Map.of(), "serve", "--config", file.toString())) {
      String gateway = url(serve.awaitErr("ready: "), "gateway");
      CompletableFuture<HttpResponse<String>> call = web.begin(gateway + "/docs/slow");
      assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
      serve.terminate();
      serve.awaitErr("stopping");
      long begun = System.nanoTime();
      serve.terminate();
      int code = serve.awaitExit();

      assertThat(code).isZero();
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
      assertThat(call).failsWithin(Duration.ofSeconds(10));
    } finally {
      atTheEnd.countDown();
      stuck.stop(0);
    }
  }

  @Test
  void aWrongConfigurationEndsWith2() throws Exception {
    Path file = folder.resolve("wrong.yaml");
    Files.writeString(file, "version: 1\nnonsense: true\n");

    try (Program serve = Program.start(Map.of(), "serve", "--config", file.toString())) {
      int code = serve.awaitExit();

      assertThat(code).isEqualTo(2);
      assertThat(serve.awaitErr("wrong.yaml:2:1: ")).contains("nonsense");
    }
  }

  @Test
  void aStoreThatIsAwayEndsWith3WithinFiveSeconds() throws Exception {
    int nobody;
    try (ServerSocket socket = new ServerSocket(0, 1, LOOPBACK)) {
      nobody = socket.getLocalPort();
    }
    Path file = config("postgres: { url: \"postgresql://u@127.0.0.1:" + nobody + "/db\" }", 0, 9);

    endsWith3Soon(file);
  }

  @Test
  void aStoreThatSaysNothingEndsWith3WithinFiveSeconds() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 50, LOOPBACK)) {
      Path file =
          config(
              "postgres: { url: \"postgresql://u@127.0.0.1:" + silent.getLocalPort() + "/db\" }",
              0,
              9);

      endsWith3Soon(file);
    }
  }

  @Test
  void aTakenPortEndsWith4AndIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      Path file = config("embedded: { data: ./data }", taken.getLocalPort(), 9);

      try (Program serve = Program.start(Map.of(), "serve", "--config", file.toString())) {
        int code = serve.awaitExit();

        assertThat(code).isEqualTo(4);
        assertThat(serve.awaitErr("taken"))
            .contains("gateway.listen 127.0.0.1:" + taken.getLocalPort());
        assertThat(folder.resolve("data")).doesNotExist();
      }
    }
  }

  private static void endsWith3Soon(Path file) throws Exception {
    long begun = System.nanoTime();
    try (Program serve = Program.start(Map.of(), "serve", "--config", file.toString())) {
      int code = serve.awaitExit();

      assertThat(code).isEqualTo(3);
      // Far from for ever; the promise itself is of a machine that has nothing else to do.
      assertThat(System.nanoTime() - begun).isLessThan(TimeUnit.SECONDS.toNanos(20));
      assertThat(serve.awaitErr("latchkey: store: ")).contains("127.0.0.1");
      assertThat(serve.restOfErr()).isEmpty();
    }
  }

  /** The flag is set by another thread than the one that logs, a moment later. */
  private HttpResponse<String> readiness(String management) throws Exception {
    HttpResponse<String> answer = web.get(management + "/readyz");
    for (int i = 0; i < 100 && answer.statusCode() == 200; i++) {
      answer = web.get(management + "/readyz");
    }
    return answer;
  }

  private static HttpServer slowBackend(CountDownLatch arrived, CountDownLatch mayAnswer)
      throws IOException {
    HttpServer backend = HttpServer.create(new InetSocketAddress(LOOPBACK, 0), 10);
    backend.createContext(
        "/",
        exchange -> {
          arrived.countDown();
          try {
            mayAnswer.await(40, TimeUnit.SECONDS);
          } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
          }
          byte[] body = "at last".getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    backend.start();
    return backend;
  }

  private Path config(String store, int gatewayPort, int backendPort) throws IOException {
    Path file = folder.resolve("latchkey.yaml");
    Files.writeString(
        file,
        """
        version: 1
        store: { %s }
        gateway: { listen: "127.0.0.1:%d" }
        management: { listen: "127.0.0.1:0" }
        upstreams: { docs: { targets: [ "http://127.0.0.1:%d" ] } }
        routes: [ { id: docs, path: /docs/**, public: true, upstream: docs } ]
        """
            .formatted(store, gatewayPort, backendPort));
    return file;
  }

  private static String url(String readyLine, String what) {
    String message = new JsonObject(readyLine).getString("formattedMessage");
    Matcher matcher = Pattern.compile(what + " (http://[0-9.:]+)").matcher(message);
    assertThat(matcher.find()).as(message).isTrue();
    return matcher.group(1);
  }
}
