// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.listener.FrameClient.END_HEADERS;
import static dev.latchkey.listener.FrameClient.END_STREAM;
import static dev.latchkey.listener.FrameClient.HEADERS;
import static dev.latchkey.listener.FrameClient.RST_STREAM;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Script;
import dev.latchkey.listener.FieldBlocks;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Frames that no client library would send, against the real TLS listener. */
class Http2FramesTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int NO_ERROR = 0;
  private static final int COMPRESSION_ERROR = 9;
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

  @Test
  void aPlainRequestIsServed() {
    try (FrameClient client = scene.client()) {
      Ended ended = client.request(1, true, "GET", PATH).flush().outcome(1);

      assertThat(ended.status()).isEqualTo(200);
      assertThat(ended.body()).isEqualTo("{\"ok\":true}");
      assertThat(Objects.requireNonNull(scene.backend().next()).head().value("x-forwarded-host"))
          .isEqualTo("api.test");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"abc", "abcdefg"})
  void bi130ABodyOfAnotherLengthEndsTheStreamAndTheCallBehindIt(String body) {
    try (FrameClient client = scene.client()) {
      Ended ended =
          client
              .request(1, false, "POST", PATH, "content-length", "5")
              .data(1, true, body)
              .flush()
              .outcome(1);

      assertThat(ended.reset()).isPositive();
      var seen = scene.backend().next();
      assertThat(seen == null || !seen.whole()).isTrue();
    }
  }

  @Test
  void bi124AHeaderListLimitOfOneByteCausesNoMoreCallsThanRequests() {
    try (FrameClient client = scene.client(6, 1)) {
      client.request(1, true, "GET", PATH).flush().outcome(1);

      assertThat(scene.backend().next()).isNotNull();
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  @Test
  void bi125AHugeHeaderTableIsNotUsed() {
    try (FrameClient client = scene.client(1, 0xFFFF_FFFFL)) {
      client.request(1, true, "GET", PATH).flush();
      Frame head = Objects.requireNonNull(client.next(HEADERS));

      assertThat(tableSize(head.payload().getBytes())).isLessThanOrEqualTo(4_096);
      scene.backend().next();
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
  void bi136AReferenceToNothingIsACompressionError() {
    try (FrameClient client = scene.client()) {
      client
          .frame(HEADERS, END_HEADERS | END_STREAM, 1, new byte[] {(byte) 0xFF, (byte) 0x80, 1})
          .flush();

      assertThat(client.goAway()).isEqualTo(COMPRESSION_ERROR);
    }
  }

  @Test
  void bi136AHeadThatUnfoldsToAMebibyteIsRefused() {
    ByteArrayOutputStream block = new ByteArrayOutputStream();
    block.writeBytes(
        FieldBlocks.write(
            ":method", "GET", ":scheme", "https", ":authority", "api.test", ":path", PATH));
    byte[] remembered = FieldBlocks.write("x-a", "b".repeat(3_000));
    remembered[0] = 0x40;
    block.writeBytes(remembered);
    for (int i = 0; i < 350; i++) {
      block.write(0x80 | 62);
    }
    try (FrameClient client = scene.client()) {
      client.frame(HEADERS, END_HEADERS | END_STREAM, 1, block.toByteArray()).flush();
      Ended ended = client.outcome(1);

      assertThat(ended.refused() || ended.status() == 431).as(ended.toString()).isTrue();
      assertThat(scene.backend().sawNothing()).isTrue();
    }
  }

  @Test
  void bi139AConnectionIsUsedUpAfterTenThousandStreams() {
    try (FrameClient client = scene.client()) {
      assertThat(client.request(1, true, "GET", PATH).flush().outcome(1).status()).isEqualTo(200);
      client.request(19_999, true, "GET", PATH).flush();

      assertThat(client.outcome(19_999).status()).isEqualTo(200);
      scene.backend().next();
      scene.backend().next();
      assertThat(client.next()).isNull();
    }
    try (FrameClient client = scene.client()) {
      client.request(19_999, true, "GET", "/nowhere").flush();
      assertThat(client.goAway()).isEqualTo(NO_ERROR);
    }
  }

  @Test
  void aClientThatNeverOpensItsWindowIsGivenUp() {
    try (FrameClient client = scene.client(4, 0)) {
      client.request(1, true, "GET", PATH).flush();
      assertThat(scene.backend().next()).isNotNull();
      Frame reset = Objects.requireNonNull(client.next(RST_STREAM));
      assertThat(reset.stream()).isEqualTo(1);
    }
  }
}
