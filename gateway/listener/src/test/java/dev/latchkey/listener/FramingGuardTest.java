// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import dev.latchkey.config.ListenAddress;
import dev.latchkey.listener.RawClient.Reply;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Raw bytes against a real listener: what is refused, what passes, and what the handler saw. */
class FramingGuardTest {
  private static final String HOST = "Host: api.test\r\n";
  private static final String OPEN = "POST / HTTP/1.1\r\n" + HOST;
  private static final String CHUNKED = OPEN + "Transfer-Encoding: chunked\r\n\r\n";
  private static final String PROBE = "GET /probe HTTP/1.1\r\n" + HOST + "\r\n";

  private static final List<String> seen = Collections.synchronizedList(new ArrayList<>());
  private static Vertx vertx;
  private static HttpServer server;

  @BeforeAll
  static void listen() throws Exception {
    vertx = Vertx.vertx();
    server =
        Listeners.create(
                vertx,
                new ListenAddress("127.0.0.1", 0),
                List.of(),
                null,
                Bounds.CALLS,
                ConnectionWatch.ofFew())
            .requestHandler(FramingGuardTest::serve)
            .invalidRequestHandler(FramingGuardTest::refuse);
    server.listen().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void close() throws Exception {
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @BeforeEach
  void forget() {
    seen.clear();
  }

  private static void serve(HttpServerRequest request) {
    request
        .body()
        .onSuccess(
            body -> {
              seen.add(request.method() + " " + request.uri() + " " + body);
              request.response().end("served");
            });
  }

  private static void refuse(HttpServerRequest request) {
    int status = MalformedRequestException.kindOf(request.decoderResult().cause()).status();
    request.response().setStatusCode(status).putHeader("Connection", "close").end();
    request.connection().close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({
    "dev.latchkey.listener.BrokenRequests#heads",
    "dev.latchkey.listener.BrokenRequests#framing"
  })
  void anAmbiguousRequestIsRefusedAndTheConnectionClosed(String what, String raw, int status)
      throws IOException {
    Reply reply = RawClient.send(server.actualPort(), raw + PROBE);

    assertThat(reply.status()).as(what).isEqualTo(status);
    assertThat(reply.answers()).isEqualTo(1);
    assertThat(reply.closed()).isTrue();
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.latchkey.listener.BrokenRequests#chunks")
  void aBrokenChunkEndsTheConnectionAndIsNeverRead(String what, String body) throws IOException {
    Reply whole = RawClient.send(server.actualPort(), CHUNKED + body + PROBE);
    Reply split = RawClient.send(server.actualPort(), CHUNKED, body + PROBE);

    assertThat(whole.closed()).as(what).isTrue();
    assertThat(split.closed()).as(what).isTrue();
    assertThat(whole.text() + split.text()).doesNotContain("served");
    assertThat(seen).isEmpty();
  }

  @Test
  void whatIsWellFormedPassesUnchanged() throws IOException {
    Reply reply =
        RawClient.send(
            server.actualPort(),
            "\r\nGET /a HTTP/1.1\r\nhOST: [::1]:8080\r\n\r\n"
                + (OPEN + "Content-Length: 2\r\n\r\nhi")
                + (CHUNKED + "2;a=b\r\nhi\r\n3\r\nyou\r\n0\r\nX-Sum: 1\r\n\r\n")
                + "GET /old HTTP/1.0\r\nHost: a.test:80\r\n\r\n");

    assertThat(reply.answers()).isEqualTo(4);
    assertThat(seen).containsExactly("GET /a ", "POST / hi", "POST / hiyou", "GET /old ");
  }

  @Test
  void itMakesNoDifferenceWhereTheBytesAreCut() throws IOException {
    String raw = CHUNKED + "2;a=b\r\nhi\r\n3\r\nyou\r\n0\r\nX-Sum: 1\r\n\r\n" + PROBE;

    Reply reply = RawClient.send(server.actualPort(), raw.split("(?<=.)", -1));

    assertThat(reply.answers()).isEqualTo(2);
    assertThat(seen).containsExactly("POST / hiyou", "GET /probe ");
  }

  @Test
  void extensionsMayBeQuoted() throws IOException {
    String body = "2;a=\"x\\\";y\";b;c=d\r\nhi\r\n0\r\n\r\n";

    Reply reply = RawClient.send(server.actualPort(), CHUNKED + body + PROBE);

    assertThat(reply.answers()).isEqualTo(2);
    assertThat(seen).containsExactly("POST / hi", "GET /probe ");
  }

  @Test
  void aLineThatComesByteByByteCostsWhatItsLengthCosts() {
    EmbeddedChannel channel = new EmbeddedChannel();
    channel.pipeline().addLast(FramingGuard.DECODER, new ChannelInboundHandlerAdapter());
    channel
        .pipeline()
        .addBefore(FramingGuard.DECODER, "framingGuard", new FramingGuard(Bounds.CALLS));
    String head = "GET / HTTP/1.1\r\n" + HOST + "X: " + "y".repeat(8_000) + "\r\n\r\n";

    assertTimeout(
        Duration.ofSeconds(2),
        () -> {
          for (byte b : head.getBytes(StandardCharsets.ISO_8859_1)) {
            channel.writeInbound(Unpooled.wrappedBuffer(new byte[] {b}));
          }
        });

    StringBuilder passed = new StringBuilder();
    for (ByteBuf next = channel.readInbound(); next != null; next = channel.readInbound()) {
      passed.append(next.toString(StandardCharsets.ISO_8859_1));
      next.release();
    }
    assertThat(passed).hasToString(head);
    channel.finishAndReleaseAll();
  }

  @Test
  void aFieldThatOnlyLooksLikeALengthFramesNothing() throws IOException {
    String raw = "GET /a HTTP/1.1\r\n" + HOST + "Content-Xength: 5\r\nContent-Xype: t\r\n\r\n";

    Reply reply = RawClient.send(server.actualPort(), raw + PROBE);

    assertThat(reply.answers()).isEqualTo(2);
    assertThat(seen).containsExactly("GET /a ", "GET /probe ");
  }

  @Test
  void requestsBeforeTheViolationAreStillServed() throws IOException {
    Reply reply = RawClient.send(server.actualPort(), PROBE + "GET  / HTTP/1.1\r\n\r\n" + PROBE);

    assertThat(reply.answers()).isEqualTo(2);
    assertThat(reply.text()).contains("200 OK").contains("400 Bad Request");
    assertThat(seen).containsExactly("GET /probe ");
  }
}
