// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one listener on one event loop, oldest first. One coarse sweep over all of
 * them instead of a timer for each; it runs only while there are any. That event loop only.
 */
final class Connections {
  private static final long SWEEP_MILLIS = 250;

  private final Patience patience;
  private final Census census;
  private final Pressure pressure;
  private final LongSupplier nanoTime;
  private final Set<Watched> all = new LinkedHashSet<>();
  private @Nullable ScheduledFuture<?> sweeping;

  Connections(Patience patience, Census census, Pressure pressure, LongSupplier nanoTime) {
    this.patience = patience;
    this.census = census;
    this.pressure = pressure;
    this.nanoTime = nanoTime;
  }

  boolean admit(Channel channel) {
    String address = address(channel);
    Watched watched = new Watched(channel, address, nanoTime);
    census.entered(watched.source());
    channel.closeFuture().addListener(closed -> remove(watched));
    boolean tooManyOfSource = census.isCrowded(watched.source(), address);
    if (tooManyOfSource || census.isCrowded()) {
      if (!displaceOne(tooManyOfSource ? watched.source() : null)) {
        census.refuse();
        watched.drop();
        return false;
      }
    }
    all.add(watched);
    if (sweeping == null) {
      sweep(channel.eventLoop());
    }
    return true;
  }

  /** Netty does not know the address of a connection that its client has left already. */
  private static String address(Channel channel) {
    return channel.remoteAddress() instanceof InetSocketAddress remote
            && remote.getAddress() != null
        ? remote.getAddress().getHostAddress()
        : "";
  }

  private void remove(Watched watched) {
    census.left(watched.source());
    all.remove(watched);
    if (all.isEmpty() && sweeping != null) {
      sweeping.cancel(false);
      sweeping = null;
    }
  }

  /**
   * Closes the oldest connection that has not sent a request yet, of this source if any is named.
   */
  private boolean displaceOne(@Nullable String source) {
    Iterator<Watched> oldest = all.iterator();
    while (oldest.hasNext()) {
      Watched candidate = oldest.next();
      if (candidate.isUnused() && (source == null || source.equals(candidate.source()))) {
        oldest.remove();
        census.displace();
        candidate.drop();
        return true;
      }
    }
    return false;
  }

  void leave() {
    all.forEach(Watched::leave);
  }

  private void sweep(EventLoop loop) {
    sweeping =
        loop.scheduleWithFixedDelay(
            () -> sweep(nanoTime.getAsLong()), SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void sweep(long now) {
    double scale = pressure.patience();
    Watched.Allowed allowed =
        new Watched.Allowed(
            scaled(patience.handshake(), scale),
            scaled(patience.head(), scale),
            scaled(patience.body(), scale),
            patience.bodyBytes(),
            scaled(patience.write(), scale),
            scaled(patience.idle(), scale));
    List<Watched> slow = null;
    for (Watched watched : all) {
      if (watched.isSlow(now, allowed)) {
        slow = slow == null ? new ArrayList<>() : slow;
        slow.add(watched);
      }
    }
    if (slow != null) {
      slow.forEach(watched -> watched.end(census));
    }
  }

  /** What is sent shortly after a sweep is first seen at the next: that much is taken off. */
  private static long scaled(Duration patience, double scale) {
    return (long) (scale * patience.toNanos()) - TimeUnit.MILLISECONDS.toNanos(SWEEP_MILLIS);
  }
}
