// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ListenAddress;
import dev.latchkey.listener.RawClient.Reply;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
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
        Listeners.create(vertx, new ListenAddress("127.0.0.1", 0), List.of(), null, Bounds.CALLS)
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
    int status =
        switch (MalformedRequestException.kindOf(request.decoderResult().cause())) {
          case BAD_REQUEST -> 400;
          case BODY_TOO_LARGE -> 413;
          case URI_TOO_LONG -> 414;
          case HEADER_TOO_LARGE -> 431;
          case VERSION_NOT_SUPPORTED -> 505;
        };
    request.response().setStatusCode(status).putHeader("Connection", "close").end();
    request.connection().close();
  }

  static List<Arguments> refusedHeads() {
    String get = "GET / HTTP/1.1\r\n";
    return List.of(
        Arguments.of("no Host", get + "\r\n", 400),
        Arguments.of("two Hosts", get + HOST + "Host: b.test\r\n\r\n", 400),
        Arguments.of("two equal Hosts", get + HOST + HOST + "\r\n", 400),
        Arguments.of("a list as Host", get + "Host: a.test, b.test\r\n\r\n", 400),
        Arguments.of("an empty Host", get + "Host:\r\n\r\n", 400),
        Arguments.of("a user in Host", get + "Host: user@a.test\r\n\r\n", 400),
        Arguments.of("a path in Host", get + "Host: a.test/x\r\n\r\n", 400),
        Arguments.of("two dots in Host", get + "Host: a..test\r\n\r\n", 400),
        Arguments.of("a port beyond any", get + "Host: a.test:99999\r\n\r\n", 400),
        Arguments.of("percent signs in Host", get + "Host: ZAP%n%s%n%s\r\n\r\n", 400),
        Arguments.of("two spaces in the request line", "GET  / HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("tabs in the request line", "GET\t/\tHTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a vertical tab", "GET\u000b/ HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTP/1.2", "GET / HTTP/1.2\r\n" + HOST + "\r\n", 505),
        Arguments.of("HTTP/9.9", "GET / HTTP/9.9\r\n" + HOST + "\r\n", 505),
        Arguments.of("a preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 505),
        Arguments.of("a version in lower case", "GET / http/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTP/01.1", "GET / HTTP/01.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("HTTPS/1.1", "GET / HTTPS/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("no version at all", "GET /\r\n" + HOST + "\r\n", 400),
        Arguments.of("two empty lines before", "\r\n\r\n" + get + HOST + "\r\n", 400),
        Arguments.of("a line feed before", "\n" + get + HOST + "\r\n", 400),
        Arguments.of("a space before", " " + get + HOST + "\r\n", 400),
        Arguments.of("bare line feeds", "GET / HTTP/1.1\nHost: a.test\n\n", 400),
        Arguments.of("a bare line feed in a field", get + HOST + "X: a\nY: b\r\n\r\n", 400),
        Arguments.of("a NUL in a value", get + HOST + "X: a\0b\r\n\r\n", 400),
        Arguments.of("a field without a name", get + HOST + ": a\r\n\r\n", 400),
        Arguments.of("a space in a name", get + HOST + "X Y: a\r\n\r\n", 400),
        Arguments.of("a space before the colon", get + HOST + "X : a\r\n\r\n", 400),
        Arguments.of("a folded field", get + HOST + "X: a\r\n b\r\n\r\n", 400),
        Arguments.of("a folded first field", get + " X: a\r\n" + HOST + "\r\n", 400),
        Arguments.of("101 fields", get + HOST + "X: y\r\n".repeat(100) + "\r\n", 431),
        Arguments.of("a field of 9,000 bytes", get + HOST + "X: " + "y".repeat(9_000), 431),
        Arguments.of("9,000 bytes of fields", get + HOST + field(60).repeat(99) + "\r\n", 431),
        Arguments.of("a long target", "GET /" + "a".repeat(5_000) + " HTTP/1.1\r\n", 414),
        Arguments.of("raw bytes in the target", "GET /\u00e4 HTTP/1.1\r\n" + HOST + "\r\n", 400),
        Arguments.of("a hixie handshake", get + HOST + "Sec-WebSocket-Key1: 1\r\n\r\n", 400));
  }

  static List<Arguments> refusedFraming() {
    String te = "Transfer-Encoding: chunked\r\n";
    String cl = "Content-Length: 2\r\n";
    return List.of(
        Arguments.of("length and chunked", OPEN + cl + te + "\r\nhi", 400),
        Arguments.of("chunked and length", OPEN + te + cl + "\r\nhi", 400),
        Arguments.of("chunked in 1.0", "POST / HTTP/1.0\r\n" + HOST + te + "\r\n0\r\n\r\n", 400),
        Arguments.of("two lengths", OPEN + cl + "Content-Length: 3\r\n\r\nhi", 400),
        Arguments.of("two equal lengths", OPEN + cl + cl + "\r\nhi", 400),
        Arguments.of("a zero and a length", OPEN + "Content-Length: 0\r\n" + cl + "\r\nhi", 400),
        Arguments.of("a padded length", OPEN + "Content-Length: 002\r\n\r\nhi", 400),
        Arguments.of("a signed length", OPEN + "Content-Length: +2\r\n\r\nhi", 400),
        Arguments.of("a list of lengths", OPEN + "Content-Length: 2, 2\r\n\r\nhi", 400),
        Arguments.of("an empty length", OPEN + "Content-Length:\r\n\r\nhi", 400),
        Arguments.of(
            "a length beyond any", OPEN + "Content-Length: 9223372036854775807\r\n\r\nhi", 413),
        Arguments.of("a folded length", OPEN + "Content-Length:\r\n 2\r\n\r\nhi", 400),
        Arguments.of("xchunked", OPEN + "Transfer-Encoding: xchunked\r\n\r\n", 400),
        Arguments.of("identity", OPEN + "Transfer-Encoding: identity\r\n\r\n", 400),
        Arguments.of(
            "chunked, identity", OPEN + "Transfer-Encoding: chunked, identity\r\n\r\n", 400),
        Arguments.of("gzip, chunked", OPEN + "Transfer-Encoding: gzip, chunked\r\n\r\n", 400),
        Arguments.of("a leading comma", OPEN + "Transfer-Encoding: ,chunked\r\n\r\n", 400),
        Arguments.of("a trailing comma", OPEN + "Transfer-Encoding: chunked,\r\n\r\n", 400),
        Arguments.of("a quoted coding", OPEN + "Transfer-Encoding: \"chunked\"\r\n\r\n", 400),
        Arguments.of(
            "a coding with a parameter", OPEN + "Transfer-Encoding: chunked;a=b\r\n\r\n", 400),
        Arguments.of("an empty coding", OPEN + "Transfer-Encoding:\r\n\r\n", 400),
        Arguments.of("a folded coding", OPEN + "Transfer-Encoding:\r\n chunked\r\n\r\n", 400),
        Arguments.of("two codings", OPEN + te + te + "\r\n0\r\n\r\n", 400));
  }

  static List<Arguments> brokenChunks() {
    return List.of(
        Arguments.of("a size beyond any", "100000000000000004\r\ntest"),
        Arguments.of("a hexadecimal prefix", "0x2\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a sign", "-1\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a space before the size", " 2\r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a space after the size", "2 \r\nhi\r\n0\r\n\r\n"),
        Arguments.of("a bare semicolon", "1;\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("a line feed in an extension", "1;\nZ\r\n0\r\n\r\n"),
        Arguments.of("a carriage return in a size", "1\r\r;a\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("data longer than the chunk", "1\r\nZZ\r\n0\r\n\r\n"),
        Arguments.of("no line break after data", "1\r\nZ0\r\n\r\n"),
        Arguments.of("another end of data", "1\r\nZXX0\r\n\r\n"),
        Arguments.of("16 KiB of extension", "1;a=" + "b".repeat(16_384) + "\r\nZ\r\n0\r\n\r\n"),
        Arguments.of("many extensions", ("1;a=" + "b".repeat(90) + "\r\nZ\r\n").repeat(100)),
        Arguments.of("a folded trailer", "0\r\n X: y\r\n\r\n"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"refusedHeads", "refusedFraming"})
  void anAmbiguousRequestIsRefusedAndTheConnectionClosed(String what, String raw, int status)
      throws IOException {
    Reply reply = RawClient.send(server.actualPort(), raw + PROBE);

    assertThat(reply.status()).as(what).isEqualTo(status);
    assertThat(reply.answers()).isEqualTo(1);
    assertThat(reply.closed()).isTrue();
    assertThat(seen).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("brokenChunks")
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

  private static String field(int length) {
    return "X: " + "y".repeat(length) + "x".repeat(30) + "\r\n";
  }
}
