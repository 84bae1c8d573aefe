// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static dev.latchkey.listener.FrameClient.ACK;
import static dev.latchkey.listener.FrameClient.DATA;
import static dev.latchkey.listener.FrameClient.PADDED;
import static dev.latchkey.listener.FrameClient.PING;
import static dev.latchkey.listener.FrameClient.PRIORITY;
import static dev.latchkey.listener.FrameClient.RST_STREAM;
import static dev.latchkey.listener.FrameClient.SETTINGS;
import static dev.latchkey.listener.FrameClient.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Script;
import dev.latchkey.listener.FrameClient;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Frames in such numbers that a server would be busy with nothing else: the connection ends. */
class Http2FloodTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int ENHANCE_YOUR_CALM = 11;
  private static final String PATH = Http2Scene.PATH;

  @TempDir static Path folder;
  private static Http2Scene scene;

  @BeforeAll
  static void listen() {
    scene = new Http2Scene(LOOPS, folder, new Script("", Script.Ending.HANG, true));
  }

  @AfterAll
  static void close() {
    scene.close();
  }

  @Test
  void bi121ResetsAtAHighRateEndTheConnectionAndTheCallsBehindIt() {
    try (FrameClient client = scene.client()) {
      for (int stream = 1; stream < 500; stream += 2) {
        client.request(stream, true, "GET", PATH).number(RST_STREAM, stream, 8);
      }
      client.flush();

      assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
    }
    assertThat(scene.gateway().nextEnded().outcome().status()).isZero();
  }

  @Test
  void bi122ResetsThatWeAreMadeToSendCountAsMuch() {
    try (FrameClient client = scene.client()) {
      for (int stream = 1; stream < 500; stream += 2) {
        client.request(stream, true, "GET", PATH).number(WINDOW_UPDATE, stream, 0);
      }
      client.flush();

      assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }

  @Test
  void bi133EmptyDataFramesEndTheConnection() {
    for (boolean padded : List.of(false, true)) {
      try (FrameClient client = scene.client()) {
        client.request(1, false, "POST", PATH);
        for (int i = 0; i < 10_000; i++) {
          client.frame(DATA, padded ? PADDED : 0, 1, padded ? new byte[] {1, 0} : new byte[0]);
        }
        client.flush();

        assertThat(client.goAway()).isEqualTo(ENHANCE_YOUR_CALM);
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
    try (FrameClient client = scene.client()) {
      for (int i = 0; i < 11_000; i++) {
        client.frame(type, flags, stream, payload);
      }
      client.flush();

      assertThat(client.goAway()).as(what).isEqualTo(ENHANCE_YOUR_CALM);
    }
  }
}
