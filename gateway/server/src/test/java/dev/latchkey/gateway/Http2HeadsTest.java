// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.gateway.wire.Seen;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import dev.latchkey.listener.TestAuthority;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import javax.net.ssl.SSLContext;
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

  @TempDir static Path folder;
  private static SSLContext trust;
  private static RawUpstream backend;
  private static TestGateway gateway;

  @BeforeAll
  static void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    trust = authority.client(null);
    backend = new RawUpstream(List.of(Script.OK));
    TestClock clock = new TestClock();
    String target = "\"http://127.0.0.1:" + backend.port() + '"';
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.secure(folder, "api.test", target, ""),
            new MapKeys(clock),
            clock);
    try (FrameClient warm = client()) {
      warm.request(1, true, "GET", "/open/x").flush().outcome(1);
      backend.next();
    }
    LOOPS.forget();
  }

  @AfterAll
  static void close() {
    gateway.close();
    backend.close();
  }

  @BeforeEach
  void forget() {
    while (!backend.sawNothing()) {
      backend.next();
    }
  }

  static List<Arguments> refused() {
    return List.of(
        row("no method", ":scheme", "https", ":authority", "api.test", ":path", "/open/x"),
        row("no scheme", ":method", "GET", ":authority", "api.test", ":path", "/open/x"),
        row("an empty method", to("", "/open/x")),
        row("a method with a space", to("GET /open/y", "/open/x")),
        row("a method in lower case", to("get", "/open/x")),
        row("TRACE", to("TRACE", "/open/x")),
        row("CONNECT as in HTTP/1", ":method", "CONNECT", ":authority", "api.test:443"),
        row("CONNECT with a path", to("CONNECT", "/open/x")),
        row("extended CONNECT", to("CONNECT", "/open/x", ":protocol", "websocket")),
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
        row("Keep-Alive", to("GET", "/open/x", "keep-alive", "timeout=5")),
        row("Proxy-Connection", to("GET", "/open/x", "proxy-connection", "keep-alive")),
        row("TE twice", to("GET", "/open/x", "te", "trailers", "te", "gzip")),
        row("two lengths", to("GET", "/open/x", "content-length", "0", "content-length", "1")),
        row("a length with a sign", to("GET", "/open/x", "content-length", "+0")),
        row("a control character in a value", to("GET", "/open/x", "x-a", "b\u0001c")),
        row("DEL in a value", to("GET", "/open/x", "x-a", "b\u007fc")),
        row("a bare CR in a value", to("GET", "/open/x", "x-a", "b\rc")),
        row("a bracket in a name", to("GET", "/open/x", "x[a", "b")),
        row("a name beyond ASCII", to("GET", "/open/x", "x\u00e9", "b")),
        row("another expectation", to("GET", "/open/x", "expect", "y")),
        row("a second authority", to("GET", "/open/x", ":authority", "api.test")),
        row("a second method", to("GET", "/open/x", ":method", "POST")));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refused(String what, String[] fields) {
    try (FrameClient client = client()) {
      Ended ended = client.head(1, true, fields).flush().outcome(1);

      assertThat(ended.status() == 0 || ended.status() / 100 == 4 || ended.status() == 501)
          .as("%s: %s", what, ended)
          .isTrue();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void crumbsOfACookieReachTheBackendAsOneField() {
    try (FrameClient client = client()) {
      client
          .request(1, true, "GET", "/open/x", "cookie", "a=1", "cookie", "b=2", "cookie", "c=3")
          .flush();

      assertThat(client.outcome(1).status()).isEqualTo(200);
      assertThat(Objects.requireNonNull(backend.next()).head().value("cookie"))
          .isEqualTo("a=1; b=2; c=3");
    }
  }

  /**
   * Whoever waits for the word to go on gets it, over HTTP/2 too, as soon as the call is let in.
   */
  @Test
  void anExpectationIsAnsweredBeforeTheBodyIsSent() {
    try (FrameClient client = client()) {
      client
          .request(1, false, "POST", "/open/x", "content-length", "5", "expect", "100-continue")
          .flush();
      Frame interim = Objects.requireNonNull(client.next(FrameClient.HEADERS));
      assertThat(interim.fields()).containsEntry(":status", "100");
      assertThat(interim.endsStream()).isFalse();

      client.data(1, true, "hello").flush();

      assertThat(client.outcome(1).status()).isEqualTo(200);
      Seen seen = Objects.requireNonNull(backend.next());
      assertThat(seen.body()).isEqualTo("hello");
      assertThat(seen.head().value("expect")).isEmpty();
    }
  }

  @Test
  void whoIsRefusedIsNotToldToGoOn() {
    try (FrameClient client = client()) {
      client
          .request(1, false, "POST", "/guarded", "content-length", "5", "expect", "100-continue")
          .flush();

      Frame head = Objects.requireNonNull(client.next(FrameClient.HEADERS));

      assertThat(head.fields()).containsEntry(":status", "401");
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void aHeadInEndlessPiecesEndsTheConnection() {
    try (FrameClient client = client()) {
      byte[] first =
          FrameClient.block(
              ":method", "GET", ":scheme", "https", ":authority", "api.test", ":path", "/open/x");
      client.frame(FrameClient.HEADERS, FrameClient.END_STREAM, 1, first);
      for (int i = 0; i < 1_000; i++) {
        client.frame(FrameClient.CONTINUATION, 0, 1);
      }

      Ended ended = client.flush().outcome(1);

      assertThat(ended.status()).isZero();
      assertThat(ended.goAway()).isPositive();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  private static FrameClient client() {
    return FrameClient.to(gateway.port(), trust);
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
}
