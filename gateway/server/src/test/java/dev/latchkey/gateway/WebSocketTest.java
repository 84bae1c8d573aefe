// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Promise;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ServerWebSocket;
import io.vertx.core.http.ServerWebSocketHandshake;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A WebSocket passes the same checks as any call, and ends with its key. */
class WebSocketTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int ENDED_BY_POLICY = 1008;

  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final List<ServerWebSocketHandshake> asked =
      Collections.synchronizedList(new ArrayList<>());
  private WebSocketScene scene;

  @BeforeEach
  void open() {
    scene = scene("");
  }

  private WebSocketScene scene(String upstream) {
    return new WebSocketScene(
        LOOPS.vertx(),
        LOOPS
            .vertx()
            .createHttpServer()
            .webSocketHandshakeHandler(this::decide)
            .webSocketHandler(WebSocketTest::echo),
        upstream,
        keys,
        clock);
  }

  @AfterEach
  void close() {
    scene.close();
  }

  private void decide(ServerWebSocketHandshake handshake) {
    asked.add(handshake);
    if (handshake.headers().contains("X-Refuse")) {
      handshake.reject(409);
    } else {
      handshake.accept();
    }
  }

  private static void echo(ServerWebSocket socket) {
    socket.textMessageHandler(
        text -> {
          if (text.startsWith("close")) {
            socket.close((short) 4_001, "as you wish");
          } else {
            socket.writeTextMessage(text);
          }
        });
    socket.binaryMessageHandler(socket::writeBinaryMessage);
  }

  @Test
  void withoutAKeyTheHandshakeIsAnsweredAsAnyCall() {
    Throwable refusal = Answers.faultOf(scene.connect(scene.to("/guarded")));

    UpgradeRejectedException answer = (UpgradeRejectedException) refusal;
    assertThat(answer.getStatus()).isEqualTo(401);
    assertThat(answer.getBody().toString()).contains("\"code\":\"key_missing\"");
    assertThat(asked).isEmpty();
  }

  @Test
  void messagesPassBothWaysAndTheKeyStaysBehind() {
    KeyFixture key = key();
    WebSocket socket = Answers.of(scene.connect(with(key)));
    Buffer large = Buffer.buffer("x".repeat(60_000));
    Promise<String> text = Promise.promise();
    Promise<Buffer> binary = Promise.promise();
    socket.textMessageHandler(text::complete).binaryMessageHandler(binary::complete);
    socket.writeTextMessage("xin chào");
    socket.writeBinaryMessage(large);

    assertThat(Answers.of(text.future())).isEqualTo("xin chào");
    assertThat(Answers.of(binary.future())).isEqualTo(large);
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).headers().contains("X-API-Key")).isFalse();
    assertThat(asked.get(0).headers().get("X-Latchkey-Key-Id")).isEqualTo(key.id().toString());
  }

  @Test
  void codesOfTheBackendAreCarried() {
    WebSocket socket = Answers.of(scene.connect(scene.to("/open/x")));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(v -> closed.complete());
    socket.writeTextMessage("close");

    Answers.of(closed.future());
    assertThat(socket.closeStatusCode()).isEqualTo((short) 4_001);
    assertThat(socket.closeReason()).isEqualTo("as you wish");
    assertThat(scene.gateway.nextEnded().outcome().status()).isEqualTo(101);
  }

  @Test
  void aBackendThatRefusesHasItsAnswerPassedOn() {
    Throwable refusal =
        Answers.faultOf(scene.connect(scene.to("/open/x").addHeader("X-Refuse", "yes")));

    assertThat(((UpgradeRejectedException) refusal).getStatus()).isEqualTo(409);
  }

  @Test
  void aRevokedKeyEndsItsSocketOnBothSides() {
    KeyFixture key = key();
    WebSocket socket = Answers.of(scene.connect(with(key)));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(v -> closed.complete());

    scene.gateway.advance(Duration.ofSeconds(6));
    keys.revoke(key.id());

    Answers.of(closed.future());
    assertThat(socket.closeStatusCode()).isEqualTo((short) ENDED_BY_POLICY);
    scene.gateway.advance(Duration.ofSeconds(3));
    TestGateway.Ended ended = scene.gateway.nextEnded();
    assertThat(ended.outcome().reason()).hasToString("KEY_INVALID");
    assertThat(ended.inFlight()).isZero();
  }

  @Test
  void aKeyThatExpiresEndsItsSocket() {
    KeyFixture key =
        key(KeyFixture.minted(clock.instant()).expiresAt(clock.instant().plusSeconds(5)));
    WebSocket socket = Answers.of(scene.connect(with(key)));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(v -> closed.complete());

    scene.gateway.advance(Duration.ofSeconds(6));

    Answers.of(closed.future());
    assertThat(socket.closeStatusCode()).isEqualTo((short) ENDED_BY_POLICY);
  }

  @Test
  void aChangeThatLeavesTheKeyUsableLeavesItsSocketAlone() {
    KeyFixture key = key();
    WebSocket socket = Answers.of(scene.connect(with(key)));
    scene.gateway.advance(Duration.ofSeconds(6));
    keys.change(key.id(), KeyFixture.renaming("another name"));
    Promise<String> text = Promise.promise();
    socket.textMessageHandler(text::complete);
    LOOPS.vertx().setTimer(1_500, id -> socket.writeTextMessage("still here"));

    assertThat(Answers.of(text.future())).isEqualTo("still here");
  }

  @Test
  void aStandstillEndsTheSocket() {
    scene.close();
    scene = scene("timeouts: { idle: 300ms }");
    WebSocket socket = Answers.of(scene.connect(scene.to("/open/x")));
    Promise<Void> closed = Promise.promise();
    socket.closeHandler(v -> closed.complete());

    Answers.of(closed.future());
    assertThat(socket.closeStatusCode()).isEqualTo((short) 1_001);
  }

  private KeyFixture key() {
    return key(KeyFixture.minted(clock.instant()));
  }

  private KeyFixture key(KeyFixture made) {
    KeyFixture key = made.scopes("leads:read");
    keys.put(key.newKey());
    return key;
  }

  private WebSocketConnectOptions with(KeyFixture key) {
    return scene.to("/guarded").addHeader("X-API-Key", key.secret().reveal());
  }
}
