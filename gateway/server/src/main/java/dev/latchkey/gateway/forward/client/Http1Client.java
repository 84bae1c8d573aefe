// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Target;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.internal.ContextInternal;
import io.vertx.core.net.ConnectOptions;
import io.vertx.core.net.NetClient;
import io.vertx.core.net.NetSocket;
import io.vertx.core.net.SocketAddress;
import io.vertx.core.net.impl.ConnectionBase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 to one upstream, by a client of our own: a request meets no future, no lock and no other
 * thread on its way to a connection. Sockets, TLS and their closing are Vert.x's. One event loop.
 */
public final class Http1Client implements UpstreamClient {
  private static final long SWEEP_MILLIS = 500;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  private final ContextInternal loop;
  private final NetClient sockets;
  private final UpstreamConfig config;
  private final int size;
  private final int line;
  private final LongSupplier nanoTime;
  private final Http1Head head = new Http1Head();
  private final HeadReader heads = new HeadReader();
  private final Map<Place, AddressPool> pools = new HashMap<>();
  private @Nullable AddressPool recent;

  private record Place(Target target, SocketAddress address) {}

  /**
   * Of the current context.
   *
   * @param connectMillis the longest that any call may wait for a connection
   * @param size connections per address
   * @param line calls that may wait for one of them
   */
  public Http1Client(
      Vertx vertx,
      UpstreamConfig config,
      int connectMillis,
      int size,
      int line,
      LongSupplier nanoTime) {
    this.loop = (ContextInternal) vertx.getOrCreateContext();
    this.sockets = vertx.createNetClient(ClientSettings.sockets(config, connectMillis));
    this.config = config;
    this.size = size;
    this.line = line;
    this.nanoTime = nanoTime;
  }

  @Override
  public void request(
      Target target,
      SocketAddress address,
      HttpMethod method,
      String uri,
      int connectMillis,
      CallListener listener) {
    pool(target, address).take(method, uri, connectMillis, listener);
  }

  // The same objects for as long as nothing changes; after that the map knows.
  @SuppressWarnings("ReferenceEquality")
  private AddressPool pool(Target target, SocketAddress address) {
    AddressPool known = recent;
    if (known != null && known.target() == target && known.address() == address) {
      return known;
    }
    AddressPool pool =
        pools.computeIfAbsent(
            new Place(target, address),
            place -> new AddressPool(this, target, address, authority(target)));
    recent = pool;
    return pool;
  }

  private static byte[] authority(Target target) {
    boolean usual = target.port() == (target.tls() ? HTTPS_PORT : HTTP_PORT);
    String host = target.host().indexOf(':') < 0 ? target.host() : "[" + target.host() + "]";
    String authority = usual ? host : host + ":" + target.port();
    return authority.getBytes(StandardCharsets.US_ASCII);
  }

  Http1Head head() {
    return head;
  }

  int size() {
    return size;
  }

  int line() {
    return line;
  }

  long now() {
    return nanoTime.getAsLong();
  }

  Throwable late() {
    return new TimeoutException("no connection in time");
  }

  /** Opens a connection for a pool. */
  void connect(AddressPool pool, Handler<Throwable> failed) {
    Target target = pool.target();
    ConnectOptions options =
        new ConnectOptions()
            .setRemoteAddress(pool.address())
            .setHost(ClientSettings.serverName(config, target))
            .setPort(target.port())
            .setSsl(target.tls());
    ContextInternal before = loop.beginDispatch();
    try {
      sockets.connect(options).onComplete(made -> made(pool, made), failed);
    } finally {
      loop.endDispatch(before);
    }
  }

  private void made(AddressPool pool, NetSocket socket) {
    // The one cast to an inside of Vert.x: its public API does not show the channel.
    Http1Connection connection =
        new Http1Connection(
            loop,
            pool,
            socket,
            ((ConnectionBase) socket).channel(),
            heads,
            new KeepAlive((int) config.pool().keepAlive().toSeconds()));
    pool.connected(connection);
  }

  void sweepSoon(Runnable sweep) {
    after(SWEEP_MILLIS, sweep);
  }

  /** Runs the action then; what it gives back calls that off. */
  Runnable after(long millis, Runnable action) {
    ScheduledFuture<?> alarm =
        loop.nettyEventLoop().schedule(() -> loop.dispatch(action), millis, TimeUnit.MILLISECONDS);
    return () -> alarm.cancel(false);
  }

  void forget(AddressPool pool) {
    pools.remove(new Place(pool.target(), pool.address()), pool);
    recent = null;
  }

  @Override
  public Future<Void> close() {
    return sockets.close();
  }
}
