// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.socket.DatagramChannel;
import io.netty.channel.socket.InternetProtocolFamily;
import io.vertx.core.Vertx;
import io.vertx.core.datagram.DatagramSocketOptions;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.spi.transport.Transport;
import java.net.SocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadFactory;
import org.jspecify.annotations.Nullable;

/**
 * A transport as it was, but for the connections that its servers accept: the watch over a listener
 * sees them before anything else happens to them. Vert.x itself shows a connection only after its
 * TLS handshake. And its connections, a client's or an upstream's, {@linkplain StayInSet stay in
 * epoll's set}, are {@linkplain NoReadAfterClose not read once they close} and {@linkplain
 * WritesAtTurnsEnd write at the end of a turn}. One per Vert.x; any thread.
 */
final class WatchedTransport implements Transport {
  private final Transport transport;
  private final Map<Place, ConnectionWatch> watches = new ConcurrentHashMap<>();

  /** What makes two servers one, to Vert.x. */
  private record Place(String host, int port) {
    static Place of(NetServerOptions options) {
      return new Place(options.getHost(), options.getPort());
    }
  }

  WatchedTransport(Transport transport) {
    this.transport = transport;
  }

  /**
   * The transport of this Vert.x.
   *
   * @throws IllegalStateException where it has another: its listeners would go unwatched
   */
  static WatchedTransport of(Vertx vertx) {
    if (((VertxInternal) vertx).transport() instanceof WatchedTransport watched) {
      return watched;
    }
    throw new IllegalStateException("this Vert.x was made without " + WatchedTransports.class);
  }

  /** From now on, whoever listens by these options is watched. */
  void watch(NetServerOptions options, ConnectionWatch watch) {
    watches.put(Place.of(options), watch);
  }

  @Override
  public void configure(NetServerOptions options, boolean domainSocket, ServerBootstrap bootstrap) {
    transport.configure(options, domainSocket, bootstrap);
    ConnectionWatch watch = watches.get(Place.of(options));
    if (watch != null) {
      bootstrap.childHandler(new Doorkeeper(watch, bootstrap.config().childHandler()));
    }
  }

  @Override
  public boolean supportsDomainSockets() {
    return transport.supportsDomainSockets();
  }

  @Override
  public boolean supportFileRegion() {
    return transport.supportFileRegion();
  }

  @Override
  public boolean isAvailable() {
    return transport.isAvailable();
  }

  @Override
  public @Nullable Throwable unavailabilityCause() {
    return transport.unavailabilityCause();
  }

  @Override
  public SocketAddress convert(io.vertx.core.net.SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public io.vertx.core.net.@Nullable SocketAddress convert(SocketAddress address) {
    return transport.convert(address);
  }

  @Override
  public IoHandlerFactory ioHandlerFactory() {
    return StayInSet.of(transport.ioHandlerFactory());
  }

  @Override
  public EventLoopGroup eventLoopGroup(int type, int threads, ThreadFactory factory, int ioRatio) {
    return new MultiThreadIoEventLoopGroup(threads, factory, ioHandlerFactory());
  }

  @Override
  public DatagramChannel datagramChannel() {
    return transport.datagramChannel();
  }

  // Vert.x names the family by a type that Netty has replaced since.
  @Override
  @SuppressWarnings("deprecation")
  public DatagramChannel datagramChannel(InternetProtocolFamily family) {
    return transport.datagramChannel(family);
  }

  @Override
  public ChannelFactory<? extends Channel> channelFactory(boolean domainSocket) {
    ChannelFactory<? extends Channel> factory = transport.channelFactory(domainSocket);
    return () -> NoReadAfterClose.guard(WritesAtTurnsEnd.on(factory.newChannel()));
  }

  @Override
  public ChannelFactory<? extends ServerChannel> serverChannelFactory(boolean domainSocket) {
    return transport.serverChannelFactory(domainSocket);
  }

  @Override
  public void configure(DatagramChannel channel, DatagramSocketOptions options) {
    transport.configure(channel, options);
  }

  @Override
  public void configure(
      ClientOptionsBase options, int connectTimeout, boolean domainSocket, Bootstrap bootstrap) {
    transport.configure(options, connectTimeout, domainSocket, bootstrap);
  }
}
