// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.listener.FieldBlocks;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What HTTP/1 would not carry, or would read as something else, is refused in HTTP/2 too. */
class Http2HeadsTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String PATH = Http2Scene.PATH;

  @TempDir static Path folder;
  private static Http2Scene scene;

  @BeforeAll
  static void listen() {
    scene = new Http2Scene(LOOPS, folder, Script.OK);
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @BeforeEach
  void forget() {
    scene.forget();
  }

  static List<Arguments> refusedTargets() {
    return List.of(
        row("no method", ":scheme", "https", ":authority", "api.test", ":path", PATH),
        row("no scheme", ":method", "GET", ":authority", "api.test", ":path", PATH),
        row("a method in lower case", to("get", PATH)),
        row("TRACE", to("TRACE", PATH)),
        row("CONNECT as in HTTP/1", ":method", "CONNECT", ":authority", "api.test:443"),
        row("CONNECT with a path", to("CONNECT", PATH)),
        row("extended CONNECT", to("CONNECT", PATH, ":protocol", "websocket")),
        row("GET *", to("GET", "*")),
        row("a path without a slash", to("GET", "open/x")),
        row("a path with its origin", to("GET", "https://api.test/open/x")),
        row("a path with a fragment", to("GET", "/open/x#y")),
        row("a path with a space", to("GET", "/open/x HTTP/1.1")),
        row("a path with CR and LF", to("GET", "/open/x\r\nx: y")),
        row("a path with NUL", to("GET", "/open/\0")),
        row("a path beyond ASCII", to("GET", "/open/\u00e9")),
        row("an escaped NUL in the path", to("GET", "/open/%00")),
        row("a wrong escape in the path", to("GET", "/open/%zz")),
        row("an escaped dot segment", to("GET", "/open/%2E%2e/guarded")),
        row("Keep-Alive", to("GET", PATH, "keep-alive", "timeout=5")),
        row("Proxy-Connection", to("GET", PATH, "proxy-connection", "keep-alive")),
        row("TE twice", to("GET", PATH, "te", "trailers", "te", "gzip")),
        row("two lengths", to("GET", PATH, "content-length", "0", "content-length", "1")),
        row("a length with a sign", to("GET", PATH, "content-length", "+0")),
        row("a control character in a value", to("GET", PATH, "x-a", "b\u0001c")),
        row("DEL in a value", to("GET", PATH, "x-a", "b\u007fc")),
        row("a bare CR in a value", to("GET", PATH, "x-a", "b\rc")),
        row("a bracket in a name", to("GET", PATH, "x[a", "b")),
        row("a name beyond ASCII", to("GET", PATH, "x\u00e9", "b")),
        row("another expectation", to("GET", PATH, "expect", "y")),
        row("a second authority", to("GET", PATH, ":authority", "api.test")),
        row("a second method", to("GET", PATH, ":method", "POST")));
  }

  static List<Arguments> refusedFields() {
    return List.of(
        row("an empty method", to("", PATH)),
        row("a method with a space", to("GET /open/y", PATH)),
        row("a method beyond ASCII", to("G\u00cbT", PATH)),
        row("BI-127 another host", plain("host", "other.test")),
        row("BI-127 two hosts", plain("host", "api.test", "host", "api.test")),
        row("BI-128 CR and LF in a value", plain("x-a", "b\r\nx-c: d")),
        row("BI-128 LF in a value", plain("x-a", "b\nc")),
        row("BI-128 NUL in a value", plain("x-a", "b\0c")),
        row("BI-131 a name in upper case", plain("X-A", "b")),
        row("BI-131 a name without letters", plain("", "b")),
        row("BI-131 a colon inside a name", plain("x:a", "b")),
        row("a space inside a name", plain("x a", "b")),
        row("an unknown pseudo-field", plain(":x", "b")),
        row("a second path", plain(":path", "/open/y")),
        row("a pseudo-field after others", plain("x-a", "b", ":path", "/open/y")),
        row("Connection", plain("connection", "x-a")),
        row("Transfer-Encoding", plain("transfer-encoding", "chunked")),
        row("Upgrade", plain("upgrade", "websocket")),
        row("TE other than trailers", plain("te", "gzip")),
        row("101 fields", plain(many(101))),
        row("a user in the authority", at("https", "u@api.test")),
        row("an empty authority", at("https", "")),
        row("another scheme", at("http", "api.test")),
        row("an empty path", to("GET", "")),
        row("a long path", to("GET", "/" + "a".repeat(5_000))),
        row("no authority at all", ":method", "GET", ":scheme", "https", ":path", "/"),
        row("no path", ":method", "GET", ":scheme", "https", ":authority", "a.test"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusedTargets(String what, String[] fields) {
    try (FrameClient client = scene.client()) {
      Ended ended = client.head(1, true, fields).flush().outcome(1);

      assertThat(ended.status() == 0 || ended.status() / 100 == 4 || ended.status() == 501)
          .as("%s: %s", what, ended)
          .isTrue();
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusedFields(String what, String[] fields) {
    try (FrameClient client = scene.client()) {
      Ended ended = client.head(1, true, fields).flush().outcome(1);

      assertThat(ended.refused() || ended.status() / 100 == 4).as("%s: %s", what, ended).isTrue();
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  @Test
  void aHeadBeyondEightKibibytesIs431() {
    try (FrameClient client = scene.client()) {
      Ended ended =
          client.request(1, true, "GET", PATH, "x-a", "b".repeat(9_000)).flush().outcome(1);

      assertThat(ended.status()).isEqualTo(431);
      assertThat(client.request(3, true, "GET", PATH).flush().outcome(3).status()).isEqualTo(200);
      scene.backend().next();
    }
  }

  @Test
  void crumbsOfACookieReachTheBackendAsOneField() {
    try (FrameClient client = scene.client()) {
      client
          .request(1, true, "GET", PATH, "cookie", "a=1", "cookie", "b=2", "cookie", "c=3")
          .flush();

      assertThat(client.outcome(1).status()).isEqualTo(200);
      assertThat(Objects.requireNonNull(scene.backend().next()).head().value("cookie"))
          .isEqualTo("a=1; b=2; c=3");
    }
  }

  /** Whoever waits for the word to go on gets it as soon as the call is let in. */
  @Test
  void anExpectationIsAnsweredBeforeTheBodyIsSent() {
    try (FrameClient client = scene.client()) {
      client
          .request(1, false, "POST", PATH, "content-length", "5", "expect", "100-continue")
          .flush();
      Frame interim = Objects.requireNonNull(client.next(FrameClient.HEADERS));
      assertThat(interim.fields()).containsEntry(":status", "100");
      assertThat(interim.endsStream()).isFalse();

      client.data(1, true, "hello").flush();

      assertThat(client.outcome(1).status()).isEqualTo(200);
      Seen seen = Objects.requireNonNull(scene.backend().next());
      assertThat(seen.body()).isEqualTo("hello");
      assertThat(seen.head().value("expect")).isEmpty();
    }
  }

  @Test
  void whoIsRefusedIsNotToldToGoOn() {
    try (FrameClient client = scene.client()) {
      client
          .request(1, false, "POST", "/guarded", "content-length", "5", "expect", "100-continue")
          .flush();

      Frame head = Objects.requireNonNull(client.next(FrameClient.HEADERS));

      assertThat(head.fields()).containsEntry(":status", "401");
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  @Test
  void aHeadInEndlessPiecesEndsTheConnection() {
    try (FrameClient client = scene.client()) {
      byte[] first =
          FieldBlocks.write(
              ":method", "GET", ":scheme", "https", ":authority", "api.test", ":path", PATH);
      client.frame(FrameClient.HEADERS, FrameClient.END_STREAM, 1, first);
      for (int i = 0; i < 1_000; i++) {
        client.frame(FrameClient.CONTINUATION, 0, 1);
      }

      Ended ended = client.flush().outcome(1);

      assertThat(ended.status()).isZero();
      assertThat(ended.goAway()).isPositive();
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  private static Arguments row(String what, String... fields) {
    return Arguments.of(what, fields);
  }

  private static String[] to(String method, String path, String... more) {
    List<String> fields = new ArrayList<>();
    fields.addAll(List.of(":method", method, ":scheme", "https"));
    fields.addAll(List.of(":authority", "api.test", ":path", path));
    fields.addAll(Arrays.asList(more));
    return fields.toArray(String[]::new);
  }

  private static String[] plain(String... more) {
    return to("GET", PATH, more);
  }

  private static String[] at(String scheme, String authority) {
    return new String[] {
      ":method", "GET", ":scheme", scheme, ":authority", authority, ":path", PATH
    };
  }

  private static String[] many(int count) {
    String[] fields = new String[2 * count];
    for (int i = 0; i < count; i++) {
      fields[2 * i] = "x-" + i;
      fields[2 * i + 1] = "a";
    }
    return fields;
  }
}
