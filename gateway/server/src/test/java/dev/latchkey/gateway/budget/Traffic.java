// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.budget;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads and flushes of the connections that a gateway and its backend accepted. The gateway's own
 * are counted as they are; its calls to the backend by what arrives there, where one write of a
 * request without a body is one read. Any event loop.
 */
@Sharable
final class Traffic extends ChannelDuplexHandler {
  private final int gatewayPort;
  private final int backendPort;
  private final AtomicLong reads = new AtomicLong();
  private final AtomicLong flushes = new AtomicLong();
  private volatile @Nullable Thread loop;

  Traffic(int gatewayPort, int backendPort) {
    this.gatewayPort = gatewayPort;
    this.backendPort = backendPort;
  }

  long reads() {
    return reads.get();
  }

  long flushes() {
    return flushes.get();
  }

  /** The event loop that the gateway's connections are on; null before the first. */
  @Nullable Thread loop() {
    return loop;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    int port = port(context.channel().localAddress());
    if (port == gatewayPort) {
      loop = Thread.currentThread();
    }
    if (port == gatewayPort || port == backendPort) {
      reads.incrementAndGet();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    int port = port(context.channel().localAddress());
    if (port == gatewayPort || port == backendPort) {
      flushes.incrementAndGet();
    }
    context.flush();
  }

  private static int port(@Nullable SocketAddress address) {
    return address instanceof InetSocketAddress inet ? inet.getPort() : -1;
  }
}
