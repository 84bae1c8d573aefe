// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.listener.FrameClient.ACK;
import static dev.latchkey.listener.FrameClient.DATA;
import static dev.latchkey.listener.FrameClient.END_HEADERS;
import static dev.latchkey.listener.FrameClient.END_STREAM;
import static dev.latchkey.listener.FrameClient.GOAWAY;
import static dev.latchkey.listener.FrameClient.HEADERS;
import static dev.latchkey.listener.FrameClient.PADDED;
import static dev.latchkey.listener.FrameClient.PING;
import static dev.latchkey.listener.FrameClient.PRIORITY;
import static dev.latchkey.listener.FrameClient.RST_STREAM;
import static dev.latchkey.listener.FrameClient.SETTINGS;
import static dev.latchkey.listener.FrameClient.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import dev.latchkey.listener.TestAuthority;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.time.Duration;
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
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that no client library would send, against the real TLS listener. */
class Http2FramesTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  /** Two gateways in one Vert.x would share a port. */
  @RegisterExtension static final LoopWatch OTHER_LOOPS = new LoopWatch();

  private static final int NO_ERROR = 0;
  private static final int COMPRESSION_ERROR = 9;
  private static final int ENHANCE_YOUR_CALM = 11;
  private static final String PATH = "/open/x";

  @TempDir static Path folder;
  private static SSLContext trust;
  private static RawUpstream backend;
  private static RawUpstream silent;
  private static TestGateway gateway;
  private static TestGateway hanging;

  @BeforeAll
  static void listen() {
    TestAuthority authority = new TestAuthority(folder, "Latchkey test");
    authority.files("api.test");
    trust = authority.client(null);
    backend = new RawUpstream(List.of(Script.OK));
    silent = new RawUpstream(List.of(new Script("", Script.Ending.HANG, true)));
    gateway = gateway(LOOPS, backend.port());
    hanging = gateway(OTHER_LOOPS, silent.port());
    try (FrameClient warm = client()) {
      warm.request(1, true, "GET", PATH).flush().outcome(1);
      backend.next();
    }
    LOOPS.forget();
    OTHER_LOOPS.forget();
  }

  private static TestGateway gateway(LoopWatch loops, int port) {
    TestClock clock = new TestClock();
    return new TestGateway(
        loops.vertx(), TestConfig.secure(folder, "api.test", port), new MapKeys(clock), clock);
  }

  @AfterAll
  static void close() {
    gateway.close();
    hanging.close();
    backend.close();
    silent.close();
  }

  @BeforeEach
  void forget() {
    while (!backend.sawNothing()) {
      backend.next();
    }
  }

  private static FrameClient client(long... settings) {
    return FrameClient.to(gateway.port(), trust, settings);
  }

  @Test
  void aPlainRequestIsServed() {
    try (FrameClient client = client()) {
      Ended ended = client.request(1, true, "GET", PATH).flush().outcome(1);

      assertThat(ended.status()).isEqualTo(200);
      assertThat(ended.body()).isEqualTo("{\"ok\":true}");
      assertThat(Objects.requireNonNull(backend.next()).head().value("x-forwarded-host"))
          .isEqualTo("api.test");
    }
  }

  static List<Arguments> refusedHeads() {
    String[] plain = {
      ":method", "GET", ":scheme", "https", ":authority", "api.test", ":path", PATH
    };
    return List.of(
        Arguments.of("BI-127 another host", with(plain, "host", "other.test")),
        Arguments.of("BI-127 two hosts", with(plain, "host", "api.test", "host", "api.test")),
        Arguments.of("BI-128 CR and LF in a value", with(plain, "x-a", "b\r\nx-c: d")),
        Arguments.of("BI-128 LF in a value", with(plain, "x-a", "b\nc")),
        Arguments.of("BI-128 NUL in a value", with(plain, "x-a", "b\0c")),
        Arguments.of("BI-131 a name in upper case", with(plain, "X-A", "b")),
        Arguments.of("BI-131 a name without letters", with(plain, "", "b")),
        Arguments.of("BI-131 a colon inside a name", with(plain, "x:a", "b")),
        Arguments.of("a space inside a name", with(plain, "x a", "b")),
        Arguments.of("an unknown pseudo-field", with(plain, ":x", "b")),
        Arguments.of("a second path", with(plain, ":path", "/open/y")),
        Arguments.of("a pseudo-field after others", with(plain, "x-a", "b", ":path", "/open/y")),
        Arguments.of("Connection", with(plain, "connection", "x-a")),
        Arguments.of("Transfer-Encoding", with(plain, "transfer-encoding", "chunked")),
        Arguments.of("Upgrade", with(plain, "upgrade", "websocket")),
        Arguments.of("TE other than trailers", with(plain, "te", "gzip")),
        Arguments.of("a user in the authority", plain("GET", "https", "u@api.test", PATH)),
        Arguments.of("an empty authority", plain("GET", "https", "", PATH)),
        Arguments.of("another scheme", plain("GET", "http", "api.test", PATH)),
        Arguments.of("an empty path", plain("GET", "https", "api.test", "")),
        Arguments.of("a long path", plain("GET", "https", "api.test", "/" + "a".repeat(5_000))),
        Arguments.of(
            "no authority at all",
            new String[] {":method", "GET", ":scheme", "https", ":path", "/"}),
        Arguments.of(
            "no path", new String[] {":method", "GET", ":scheme", "https", ":authority", "a.test"}),
        Arguments.of("101 fields", with(plain, many(101))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void refusedHeads(String what, String[] fields) {
    try (FrameClient client = client()) {
      Ended ended = client.head(1, true, fields).flush().outcome(1);

      assertThat(ended.refused() || ended.status() / 100 == 4).as("%s: %s", what, ended).isTrue();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void aHeadBeyondEightKibibytesIs431() {
    try (FrameClient client = client()) {
      Ended ended =
          client.request(1, true, "GET", PATH, "x-a", "b".repeat(9_000)).flush().outcome(1);

      assertThat(ended.status()).isEqualTo(431);
      assertThat(client.request(3, true, "GET", PATH).flush().outcome(3).status()).isEqualTo(200);
      backend.next();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abcdefg"})
  void bi130ABodyOfAnotherLengthEndsTheStreamAndTheCallBehindIt(String body) {
    try (FrameClient client = client()) {
      Ended ended =
          client
              .request(1, false, "POST", PATH, "content-length", "5")
              .data(1, true, body)
              .flush()
              .outcome(1);

      assertThat(ended.reset()).isPositive();
      var seen = backend.next();
      assertThat(seen == null || !seen.whole()).isTrue();
    }
  }

  @Test
  void bi121ResetsAtAHighRateEndTheConnectionAndTheCallsBehindIt() {
    try (FrameClient client = FrameClient.to(hanging.port(), trust)) {
      for (int stream = 1; stream < 500; stream += 2) {
        client.request(stream, true, "GET", PATH).number(RST_STREAM, stream, 8);
      }
      client.flush();

      assertThat(goAwayOf(client)).isEqualTo(ENHANCE_YOUR_CALM);
    }
    assertThat(hanging.nextEnded().outcome().status()).isZero();
  }

  @Test
  void bi122ResetsThatWeAreMadeToSendCountAsMuch() {
    try (FrameClient client = FrameClient.to(hanging.port(), trust)) {
      for (int stream = 1; stream < 500; stream += 2) {
        client.request(stream, true, "GET", PATH).number(WINDOW_UPDATE, stream, 0);
      }
      client.flush();

      assertThat(goAwayOf(client)).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void bi124AHeaderListLimitOfOneByteCausesNoMoreCallsThanRequests() {
    try (FrameClient client = client(6, 1)) {
      client.request(1, true, "GET", PATH).flush().outcome(1);

      assertThat(backend.next()).isNotNull();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void bi125AHugeHeaderTableIsNotUsed() {
    try (FrameClient client = client(1, 0xFFFF_FFFFL)) {
      client.request(1, true, "GET", PATH).flush();
      Frame head = Objects.requireNonNull(client.next(HEADERS));

      assertThat(tableSize(head.payload().getBytes())).isLessThanOrEqualTo(4_096);
      backend.next();
    }
  }

  /** Of the size update that a block may begin with (RFC 7541, section 6.3); 0 without one. */
  private static long tableSize(byte[] block) {
    if ((block[0] & 0xE0) != 0x20) {
      return 0;
    }
    long size = block[0] & 0x1F;
    for (int i = 1, shift = 0; size >= 31 && i < block.length; i++, shift += 7) {
      size += (long) (block[i] & 127) << shift;
      if ((block[i] & 128) == 0) {
        break;
      }
    }
    return size;
  }

  @Test
  void bi133EmptyDataFramesEndTheConnection() {
    for (boolean padded : List.of(false, true)) {
      try (FrameClient client = FrameClient.to(hanging.port(), trust)) {
        client.request(1, false, "POST", PATH);
        for (int i = 0; i < 10_000; i++) {
          client.frame(DATA, padded ? PADDED : 0, 1, padded ? new byte[] {1, 0} : new byte[0]);
        }
        client.flush();

        assertThat(goAwayOf(client)).isEqualTo(ENHANCE_YOUR_CALM);
      }
    }
  }

  static List<Arguments> floods() {
    return List.of(
        Arguments.of("PING", PING, 0, 0, new byte[8]),
        Arguments.of("acknowledgements of no PING", PING, ACK, 0, new byte[8]),
        Arguments.of("SETTINGS", SETTINGS, 0, 0, new byte[0]),
        Arguments.of("PRIORITY", PRIORITY, 0, 3, new byte[] {0, 0, 0, 0, 16}),
        Arguments.of("unknown frames", 0xEE, 0, 0, new byte[0]),
        Arguments.of("WINDOW_UPDATE", WINDOW_UPDATE, 0, 0, new byte[] {0, 0, 0, 1}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("floods")
  void bi134FramesThatAskForNothingEndTheConnection(
      String what, int type, int flags, int stream, byte[] payload) {
    try (FrameClient client = client()) {
      for (int i = 0; i < 11_000; i++) {
        client.frame(type, flags, stream, payload);
      }
      client.flush();

      assertThat(goAwayOf(client)).as(what).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void bi136AReferenceToNothingIsACompressionError() {
    try (FrameClient client = client()) {
      client
          .frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {(byte) 0xFF, (byte) 0x80, 1})
          .flush();

      assertThat(goAwayOf(client)).isEqualTo(COMPRESSION_ERROR);
    }
  }

  @Test
  void bi136AHeadThatUnfoldsToAMebibyteIsRefused() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(
        FrameClient.block(
            ":method", "GET", ":scheme", "https", ":authority", "api.test", ":path", PATH));
    byte[] remembered = FrameClient.block("x-a", "b".repeat(3_000));
    remembered[0] = 0x40;
    block.writeBytes(remembered);
    for (int i = 0; i < 350; i++) {
      block.write(0x80 | 62);
    }
    try (FrameClient client = client()) {
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray()).flush();
      Ended ended = client.outcome(1);

      assertThat(ended.refused() || ended.status() == 431).as(ended.toString()).isTrue();
      assertThat(backend.sawNothing()).isTrue();
    }
  }

  @Test
  void bi139AConnectionIsUsedUpAfterTenThousandStreams() {
    try (FrameClient client = client()) {
      assertThat(client.request(1, true, "GET", PATH).flush().outcome(1).status()).isEqualTo(200);
      client.request(19_999, true, "GET", PATH).flush();

      assertThat(client.outcome(19_999).status()).isEqualTo(200);
      backend.next();
      backend.next();
      assertThat(client.next()).isNull();
    }
    try (FrameClient client = client()) {
      client.request(19_999, true, "GET", "/nowhere").flush();
      assertThat(goAwayOf(client)).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void aClientThatNeverOpensItsWindowIsGivenUp() {
    try (FrameClient client = client(4, 0)) {
      client.request(1, true, "GET", PATH).flush();
      assertThat(backend.next()).isNotNull();
      gateway.advance(Duration.ofMinutes(2));

      Frame reset = Objects.requireNonNull(client.next(RST_STREAM));
      assertThat(reset.stream()).isEqualTo(1);
    }
  }

  private static long goAwayOf(FrameClient client) {
    Frame goAway = client.next(GOAWAY);
    return goAway == null ? -1 : goAway.error();
  }

  private static String[] plain(String method, String scheme, String authority, String path) {
    return new String[] {
      ":method", method, ":scheme", scheme, ":authority", authority, ":path", path
    };
  }

  private static String[] with(String[] fields, String... more) {
    String[] all = new String[fields.length + more.length];
    System.arraycopy(fields, 0, all, 0, fields.length);
    System.arraycopy(more, 0, all, fields.length, more.length);
    return all;
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
