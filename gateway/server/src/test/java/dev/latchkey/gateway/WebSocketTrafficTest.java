// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * What passes through a WebSocket once it is open: everything, and never faster than it is read.
 */
class WebSocketTrafficTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int PIECE = 32 * 1_024;
  private static final long FLOOD = 64L * 1_024 * 1_024;

  /** What three kernels' queues and ours may hold, with room to spare. */
  private static final long HELD_AT_MOST = FLOOD / 2;

  private final BlockingQueue<ServerWebSocket> opened = new LinkedBlockingQueue<>();
  private WebSocketScene scene;

  @BeforeEach
  void open() {
    TestClock clock = new TestClock();
    scene =
        new WebSocketScene(
            LOOPS.vertx(),
            LOOPS
                .vertx()
                .createHttpServer(
                    new HttpServerOptions()
                        .addWebSocketSubProtocol("chat.v1")
                        .addWebSocketSubProtocol("chat.v2"))
                .webSocketHandler(opened::add),
            "timeouts: { idle: 1h }",
            new MapKeys(clock),
            clock);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  @Test
  void theBackendChoosesAmongTheSubprotocolsThatTheClientOffers() {
    WebSocket socket =
        Answers.of(scene.connect(to().addSubProtocol("chat.v9").addSubProtocol("chat.v2")));

    assertThat(socket.subProtocol()).isEqualTo("chat.v2");
    assertThat(behind().subProtocol()).isEqualTo("chat.v2");
  }

  @Test
  void aPingOfEitherSideIsAnsweredByTheOther() {
    WebSocket socket = Answers.of(scene.connect(to()));
    ServerWebSocket behind = behind();
    Promise<Buffer> toClient = Promise.promise();
    Promise<Buffer> toBackend = Promise.promise();
    socket.pongHandler(toClient::complete);
    behind.pongHandler(toBackend::complete);

    Answers.of(socket.writePing(Buffer.buffer("are you there")));
    Answers.of(behind.writePing(Buffer.buffer("and you")));

    assertThat(Answers.of(toClient.future())).isEqualTo(Buffer.buffer("are you there"));
    assertThat(Answers.of(toBackend.future())).isEqualTo(Buffer.buffer("and you"));
  }

  @Test
  void aBackendThatTalksFasterThanItsClientReadsIsHeldBackAndLosesNothing() {
    WebSocket socket = Answers.of(scene.connect(to()));
    socket.pause();
    AtomicLong received = new AtomicLong();
    Promise<Void> all = Promise.promise();
    socket.binaryMessageHandler(
        piece -> {
          if (received.addAndGet(piece.length()) == FLOOD) {
            all.complete();
          }
        });
    AtomicLong sent = new AtomicLong();
    ServerWebSocket behind = behind();
    behind.drainHandler(v -> flood(behind, sent));
    flood(behind, sent);

    assertThat(standingStill(sent)).isBetween((long) PIECE, HELD_AT_MOST);
    assertThat(received).hasValue(0);
    socket.resume();
    Answers.of(all.future());
  }

  private static void flood(ServerWebSocket socket, AtomicLong sent) {
    while (sent.get() < FLOOD && !socket.writeQueueFull()) {
      sent.addAndGet(PIECE);
      var unused = socket.writeBinaryMessage(Buffer.buffer(new byte[PIECE]));
    }
  }

  /** The number once it has not changed for a while. */
  private static long standingStill(AtomicLong number) {
    Promise<Long> still = Promise.promise();
    long[] before = {-1};
    LOOPS
        .vertx()
        .setPeriodic(
            500,
            id -> {
              long now = number.get();
              if (now == before[0]) {
                LOOPS.vertx().cancelTimer(id);
                still.tryComplete(now);
              }
              before[0] = now;
            });
    return Answers.of(still.future());
  }

  private ServerWebSocket behind() {
    ServerWebSocket socket = poll();
    if (socket == null) {
      throw new AssertionError("nobody came");
    }
    return socket;
  }

  private @Nullable ServerWebSocket poll() {
    try {
      return opened.poll(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private WebSocketConnectOptions to() {
    return scene.to("/open/x");
  }
}
