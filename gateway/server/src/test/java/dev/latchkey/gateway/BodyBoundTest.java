// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Script;
import dev.latchkey.listener.FrameClient;
import dev.latchkey.listener.FrameClient.Ended;
import dev.latchkey.listener.FrameClient.Frame;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** A route's bound on bodies holds over HTTP/2, for whoever asks before it sends, and not. */
class BodyBoundTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final String PATH = "/small";
  private static final String[] ASKING = {"expect", "100-continue"};

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
  void whoAsksWithALengthBeyondTheBoundIsRefusedInsteadOfToldToGoOn() {
    try (FrameClient client = scene.client()) {
      client
          .request(1, false, "POST", PATH, "content-length", "9", "expect", "100-continue")
          .flush();

      Frame first = Objects.requireNonNull(client.next(FrameClient.HEADERS));

      assertThat(first.fields()).containsEntry(":status", "413");
      assertThat(scene.backend().sawNothing()).isTrue();
      staysInStep(client);
    }
  }

  @Test
  void whoAsksWithoutALengthIsToldToGoOnAndRefusedWhereTheBoundIs() {
    try (FrameClient client = scene.client()) {
      client.request(1, false, "POST", PATH, ASKING).flush();
      Frame interim = Objects.requireNonNull(client.next(FrameClient.HEADERS));
      assertThat(interim.fields()).containsEntry(":status", "100");

      Ended ended = client.data(1, true, "123456789").flush().outcome(1);

      assertThat(ended.status()).isEqualTo(413);
      staysInStep(client);
    }
  }

  @Test
  void aBodyWithinTheBoundIsTaken() {
    try (FrameClient client = scene.client()) {
      client.request(1, false, "POST", PATH, ASKING).flush();
      client.next(FrameClient.HEADERS);

      Ended ended = client.data(1, true, "12345678").flush().outcome(1);

      assertThat(ended.status()).isEqualTo(200);
      assertThat(Objects.requireNonNull(scene.backend().next()).body()).isEqualTo("12345678");
    }
  }

  /** Of what was sent for the refused call, nothing is in the way of the next. */
  private static void staysInStep(FrameClient client) {
    Ended next = client.request(3, true, "GET", Http2Scene.PATH).flush().outcome(3);
    assertThat(next.status()).isEqualTo(200);
  }
}
