// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** How long a client that has said everything is believed to be there. */
class HalfCloseRulesTest {
  private final AnswersDue answers = new AnswersDue();
  private final EmbeddedChannel channel = new EmbeddedChannel(answers);

  HalfCloseRulesTest() {
    channel.freezeTime();
    channel.writeInbound(new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/"));
  }

  @Test
  void itsAnswerHasASecondToBegin() {
    end();
    passMillis(990);
    assertThat(channel.isOpen()).isTrue();

    passMillis(20);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void anAnswerThatGoesOnKeepsIt() {
    say();
    end();

    for (int i = 0; i < 20; i++) {
      passMillis(900);
      say();
      assertThat(channel.isOpen()).isTrue();
    }
  }

  @Test
  void anAnswerThatFallsSilentLetsItGo() {
    end();
    passMillis(500);
    say();
    passMillis(2_000);
    assertThat(channel.isOpen()).isTrue();

    passMillis(2_000);

    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whatItHasNotTakenYetIsNoSilence() {
    var unused = channel.write(piece());
    end();

    passMillis(60_000);

    assertThat(channel.isOpen()).isTrue();
    channel.flush();
    passMillis(2_000);
    assertThat(channel.isOpen()).isFalse();
    channel.releaseOutbound();
  }

  private void end() {
    channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
  }

  private void say() {
    channel.writeOutbound(piece());
    channel.releaseOutbound();
  }

  private static Object piece() {
    return Unpooled.copiedBuffer("data: x\n\n", StandardCharsets.US_ASCII);
  }

  private void passMillis(long millis) {
    channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
  }
}
