// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Looks after the connections of one listener, from the moment they are accepted: bounds their
 * number, ends those that are too slow, or that nobody uses, and tells clients when the listener is
 * about to go. Shared by all event loops of the listener; any thread.
 */
public final class ConnectionWatch {
  private final Patience patience;
  private final Census census;
  private final Pressure pressure;
  private final LongSupplier nanoTime;
  private final Map<EventLoop, Connections> loops = new ConcurrentHashMap<>();
  private volatile boolean leaving;

  /**
   * @param census of this listener alone
   * @param pressure that takes from the patience
   */
  public ConnectionWatch(
      Patience patience, Census census, Pressure pressure, LongSupplier nanoTime) {
    this.patience = patience;
    this.census = census;
    this.pressure = pressure;
    this.nanoTime = nanoTime;
  }

  /** For a listener to which few ever connect: 512 at a time, and nothing takes from patience. */
  public static ConnectionWatch ofFew() {
    Census census = new Census(512, 512, address -> false);
    return new ConnectionWatch(Patience.USUAL, census, new Pressure(), System::nanoTime);
  }

  public Census census() {
    return census;
  }

  /**
   * Asks the client of every HTTP/2 connection, of later ones once they have sent a request, to
   * come back on another connection. What it sends on this one all the same is served.
   */
  public void leave() {
    leaving = true;
    loops.forEach((loop, connections) -> loop.execute(connections::leave));
  }

  boolean isLeaving() {
    return leaving;
  }

  /**
   * Takes a connection that was just accepted under watch, or closes it where there are too many
   * already and none can make room. On the channel's event loop.
   *
   * @return whether it stays
   */
  boolean admit(Channel channel) {
    return on(channel.eventLoop()).admit(channel);
  }

  private Connections on(EventLoop loop) {
    return loops.computeIfAbsent(
        loop, first -> new Connections(patience, census, pressure, nanoTime));
  }
}
