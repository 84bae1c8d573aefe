// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.budget;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Puts a counter before everything else into each accepted connection, while somebody counts. Netty finds
 * it where {@code io.netty.bootstrap.extensions} is {@code serviceload}, as in this module's tests.
 */
public final class CountedChannels extends ChannelInitializerExtension {
  private static volatile @Nullable Traffic counting;

  /** From now on accepted connections are counted by this; null ends it. */
  static void count(@Nullable Traffic traffic) {
    counting = traffic;
  }

  @Override
  public void postInitializeServerChildChannel(Channel channel) {
    Traffic traffic = counting;
    if (traffic != null) {
      channel.pipeline().addFirst(traffic);
    }
  }
}
