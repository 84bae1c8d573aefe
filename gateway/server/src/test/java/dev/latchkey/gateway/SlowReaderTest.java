// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.wire.Answer;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.gateway.wire.RawUpstream;
import dev.latchkey.gateway.wire.Script;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend that has said all it had to say and closed has not failed, however slow the client. */
class SlowReaderTest {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final int LENGTH = 1_000_000;
  private static final int SMALL = 16 * 1_024;
  private static final String BODY = "0123456789".repeat(LENGTH / 10);
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n\r\n";

  @ParameterizedTest(name = "with {0}")
  @ValueSource(strings = {"a length", "chunks", "the end of the connection"})
  void anAnswerIsWholeThoughItsBackendIsGone(String framing) {
    Script script = new Script(answer(framing, true), Script.Ending.CLOSE, false);
    try (RawUpstream backend = new RawUpstream(List.of(script));
        TestGateway gateway = gateway(backend);
        RawClient client = asking(gateway)) {
      assertThat(backend.isDone()).isTrue();

      Answer answer = client.answer(false);

      assertThat(answer.whole()).isTrue();
      assertThat(answer.body()).isEqualTo(BODY);
      assertThat(gateway.nextEnded().outcome().reason()).isNull();
    }
  }

  @ParameterizedTest(name = "with {0}")
  @ValueSource(strings = {"a length", "chunks"})
  void anAnswerThatBreaksOffIsStillNotWhole(String framing) {
    Script script = new Script(answer(framing, false), Script.Ending.CLOSE, false);
    try (RawUpstream backend = new RawUpstream(List.of(script));
        TestGateway gateway = gateway(backend);
        RawClient client = asking(gateway)) {
      assertThat(backend.isDone()).isTrue();

      Answer answer = client.answer(false);

      assertThat(answer.whole()).isFalse();
      assertThat(gateway.nextEnded().outcome().reason()).isNotNull();
    }
  }

  @Test
  void theNextAnswerOfThatBackendIsItsOwn() {
    Script first = new Script(answer("chunks", true), Script.Ending.CLOSE, false);
    try (RawUpstream backend = new RawUpstream(List.of(first, Script.OK));
        TestGateway gateway = gateway(backend);
        RawClient client = asking(gateway)) {
      assertThat(backend.isDone()).isTrue();
      assertThat(client.answer(false).whole()).isTrue();

      client.send("GET /open/y HTTP/1.1\r\nHost: api.test\r\n\r\n");

      assertThat(client.answer(false).body()).isEqualTo("{\"ok\":true}");
    }
  }

  private static RawClient asking(TestGateway gateway) {
    return RawClient.to(gateway.port(), SMALL)
        .send("GET /open/x HTTP/1.1\r\nHost: api.test\r\n\r\n");
  }

  private static TestGateway gateway(RawUpstream backend) {
    TestClock clock = new TestClock();
    return new TestGateway(
        LOOPS.vertx(), TestConfig.of(backend.port(), "poolSize: 2"), new MapKeys(clock), clock);
  }

  private static String answer(String framing, boolean whole) {
    String head = "HTTP/1.1 200 OK\r\n";
    return switch (framing) {
      case "a length" ->
          head + "Content-Length: " + (whole ? LENGTH : LENGTH + 1) + "\r\n\r\n" + BODY;
      case "chunks" ->
          head
              + CHUNKED
              + Integer.toHexString(LENGTH)
              + "\r\n"
              + BODY
              + (whole ? "\r\n0\r\n\r\n" : "\r\n");
      default -> head + "\r\n" + BODY;
    };
  }
}
