// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Target;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A backend as all event loops know it together: where its targets are, which of them are well, and
 * whether it is asked at all. It lives as long as its settings stay the same, whatever else is
 * reloaded. Any thread.
 */
public final class UpstreamState {
  private final UpstreamConfig config;
  private final LongSupplier nanoTime;
  private final TargetState[] targets;
  private final Ejections ejections;
  private final @Nullable Breaker breaker;
  private final LongAdder retries = new LongAdder();

  public UpstreamState(UpstreamConfig config, LongSupplier nanoTime) {
    this.config = config;
    this.nanoTime = nanoTime;
    this.targets =
        config.targets().stream()
            .map(target -> new TargetState(target, knownFromTheStart(target)))
            .toArray(TargetState[]::new);
    this.ejections = new Ejections(config.ejection(), targets);
    UpstreamConfig.Breaker rules = config.breaker();
    this.breaker = rules == null ? null : new Breaker(rules, nanoTime);
  }

  private static List<SocketAddress> knownFromTheStart(Target target) {
    return HostNames.isAddress(target.host())
        ? List.of(SocketAddress.inetSocketAddress(target.port(), target.host()))
        : List.of();
  }

  public UpstreamConfig config() {
    return config;
  }

  /** How many targets there are, well or not; at least one. */
  public int size() {
    return targets.length;
  }

  /**
   * A target, in the order of the file.
   *
   * @throws ArrayIndexOutOfBoundsException unless 0 to {@link #size()} - 1
   */
  public TargetState target(int index) {
    return targets[index];
  }

  /** Null where none is configured. */
  @Nullable Breaker breaker() {
    return breaker;
  }

  /** Whether this target may be asked now. */
  boolean isUsable(int index) {
    TargetState target = targets[index];
    if (target.isUnhealthy() || !target.isFound()) {
      return false;
    }
    return !target.isEjected() || target.readmit(nanoTime.getAsLong());
  }

  /** Whether a target would be asked if its name led anywhere. */
  boolean isAnyLost() {
    for (TargetState target : targets) {
      if (!target.isFound() && !target.isUnhealthy()) {
        return true;
      }
    }
    return false;
  }

  void succeeded(int index) {
    targets[index].succeeded();
  }

  void failed(int index) {
    ejections.failed(index, nanoTime.getAsLong());
  }

  void retried() {
    retries.increment();
  }

  /** Targets that may be asked now, for the metric. */
  public int usable() {
    int usable = 0;
    for (int i = 0; i < targets.length; i++) {
      usable += isUsable(i) ? 1 : 0;
    }
    return usable;
  }

  /** How often a target was taken out for failing. */
  public long ejected() {
    return ejections.count();
  }

  /** Second tries. */
  public long retries() {
    return retries.sum();
  }

  /** Where the breaker stands; closed where there is none. */
  public Breaker.Position breakerPosition() {
    return breaker == null ? Breaker.Position.CLOSED : breaker.position();
  }
}
