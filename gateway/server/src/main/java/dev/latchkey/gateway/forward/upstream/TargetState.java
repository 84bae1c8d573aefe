// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig.Target;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** One target as all event loops know it together. Any thread; reading it costs a few loads. */
public final class TargetState {
  private final Target target;
  private final AtomicInteger failures = new AtomicInteger();
  private final AtomicBoolean ejected = new AtomicBoolean();
  private volatile boolean unhealthy;
  private volatile long ejectedUntil;
  private volatile List<SocketAddress> addresses;

  /**
   * @param addresses known from the start; none for a name that is still to be looked up
   */
  TargetState(Target target, List<SocketAddress> addresses) {
    this.target = target;
    this.addresses = List.copyOf(addresses);
  }

  public Target target() {
    return target;
  }

  /** Where it is; empty while its name leads nowhere. Never one by one, always as a whole. */
  public List<SocketAddress> addresses() {
    return addresses;
  }

  /** Takes effect with the next try. */
  void found(List<SocketAddress> now) {
    addresses = List.copyOf(now);
  }

  boolean isFound() {
    return !addresses.isEmpty();
  }

  /** What the probes say. */
  void probed(boolean healthy) {
    unhealthy = !healthy;
  }

  boolean isUnhealthy() {
    return unhealthy;
  }

  boolean isEjected() {
    return ejected.get();
  }

  /** Failures without a success in between, this one included. */
  int failedAgain() {
    return failures.incrementAndGet();
  }

  /** Writes only after a failure, so that a target that is well costs no cache line. */
  void succeeded() {
    if (failures.get() != 0) {
      failures.set(0);
    }
  }

  /** Whether this call took it out; false where it was out already. One caller at a time. */
  boolean eject(long untilNanos) {
    if (ejected.get()) {
      return false;
    }
    // First until when, then that: a reader of the flag must never meet an old time.
    ejectedUntil = untilNanos;
    ejected.set(true);
    return true;
  }

  /** Whether this call brought it back; false before its time, or where it was back already. */
  boolean readmit(long nowNanos) {
    if (nowNanos - ejectedUntil < 0 || !ejected.compareAndSet(true, false)) {
      return false;
    }
    failures.set(0);
    return true;
  }
}
