// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vertx.core.net.impl.ShutdownEvent;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Connections count from the moment they are accepted, and until they end, however that comes. */
class ConnectionWatchTest {
  private static final int MOST = 3;

  private final AtomicLong now = new AtomicLong();
  private final Census census = new Census(MOST, MOST, address -> false);
  private final ConnectionWatch watch =
      new ConnectionWatch(Patience.USUAL, census, new Pressure(), now::get);

  @Test
  void whatIsAcceptedCountsBeforeItsHandshakeAndUntilItsEnd() {
    EmbeddedChannel accepted = accept();
    assertThat(census.open()).isEqualTo(1);

    var unused = accepted.close();

    assertThat(census.open()).isZero();
  }

  @Test
  void theOneTooManyIsClosedBeforeItsHandshakeAndCountedNoLonger() {
    for (int i = 0; i < MOST; i++) {
      Watched watched = Objects.requireNonNull(Watched.of(accept()));
      watched.begin(new Talk(() -> {}, null, null, null, () -> true));
    }

    EmbeddedChannel tooMany = accept();

    assertThat(tooMany.isOpen()).isFalse();
    assertThat(tooMany.pipeline().get(Inside.class)).isNull();
    assertThat(census.open()).isEqualTo(MOST);
    assertThat(census.refused()).isEqualTo(1);
  }

  @Test
  void aHandshakeHasTenSecondsHoweverMuchOfItComes() {
    EmbeddedChannel slow = accept();
    for (int second = 0; second < 9; second++) {
      pass(slow, Duration.ofSeconds(1));
    }
    assertThat(slow.isOpen()).isTrue();

    pass(slow, Duration.ofSeconds(1));

    assertThat(slow.isOpen()).isFalse();
    assertThat(census.open()).isZero();
    assertThat(census.slowHandshakes()).isEqualTo(1);
  }

  @Test
  void whoIsNotThroughItsHandshakeAtTheEndIsNotWaitedFor() {
    EmbeddedChannel slow = accept();

    slow.pipeline().fireUserEventTriggered(new ShutdownEvent(30, TimeUnit.SECONDS));
    assertThat(slow.isOpen()).isTrue();
    slow.advanceTimeBy(LateShutdown.LINGER_MILLIS, TimeUnit.MILLISECONDS);
    slow.runScheduledPendingTasks();

    assertThat(slow.isOpen()).isFalse();
  }

  private static final class Inside extends ChannelInboundHandlerAdapter {}

  private EmbeddedChannel accept() {
    return new EmbeddedChannel(new Doorkeeper(watch, new Inside()));
  }

  /** Every channel has a loop of its own here. */
  private void pass(EmbeddedChannel channel, Duration time) {
    channel.writeInbound("a piece of a handshake");
    now.addAndGet(time.toNanos());
    channel.advanceTimeBy(time.toNanos(), TimeUnit.NANOSECONDS);
    channel.runScheduledPendingTasks();
  }
}
