// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.handler.flush.FlushConsolidationHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class WritesAtTurnsEndTest {
  @Test
  @EnabledOnOs(OS.LINUX)
  void withEpollTheyWaitForEachOther() {
    Epoll.ensureAvailability();
    Channel epoll = new EpollSocketChannel();
    try {
      assertThat(waits(WritesAtTurnsEnd.on(epoll))).isTrue();
    } finally {
      epoll.unsafe().closeForcibly();
    }
  }

  @Test
  void whereTheTransportGathersThemNothingStandsBetween() {
    assertThat(waits(WritesAtTurnsEnd.on(new EmbeddedChannel()))).isFalse();
  }

  private static boolean waits(Channel channel) {
    return channel.pipeline().get(FlushConsolidationHandler.class) != null;
  }
}
