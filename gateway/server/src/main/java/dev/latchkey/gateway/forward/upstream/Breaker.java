// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Stops asking an upstream that fails too often: closed while it answers, open once too many calls
 * of a window failed, half open when it is time to let a few through and see. Never waits. Any
 * thread.
 */
public final class Breaker {
  /** What {@link #ask} returns to a call that may not go. */
  static final int REFUSED = -1;

  private static final int COUNT_BITS = 20;
  private static final long COUNT_MASK = (1L << COUNT_BITS) - 1;

  private final UpstreamConfig.Breaker rules;
  private final LongSupplier nanoTime;
  private final long origin;
  private final AtomicReference<Stage> stage = new AtomicReference<>(Stage.first());

  /** Number of the window, calls and failures in it: one word, so that they always agree. */
  private final AtomicLong window = new AtomicLong();

  Breaker(UpstreamConfig.Breaker rules, LongSupplier nanoTime) {
    this.rules = rules;
    this.nanoTime = nanoTime;
    this.origin = nanoTime.getAsLong();
  }

  /** Its position, as the metric shows it by ordinal. */
  public enum Position {
    CLOSED,
    HALF_OPEN,
    OPEN
  }

  /**
   * One stay in a position. Outcomes of calls that were let go in an earlier one do not count.
   *
   * @param since in nanoseconds
   * @param out calls let through while half open
   * @param good how many of them went well
   */
  private record Stage(
      Position position, int number, long since, AtomicInteger out, AtomicInteger good) {
    static Stage first() {
      return new Stage(Position.CLOSED, 0, 0, new AtomicInteger(), new AtomicInteger());
    }

    Stage next(Position position, long now) {
      int number = this.number == Integer.MAX_VALUE ? 0 : this.number + 1;
      return new Stage(position, number, now, new AtomicInteger(), new AtomicInteger());
    }
  }

  private Stage stage() {
    return Objects.requireNonNull(stage.get());
  }

  Position position() {
    return stage().position();
  }

  /**
   * Whether a call may go: {@link #REFUSED}, or a number that its outcome, exactly one of
   * succeeded, failed or forgotten, is told with.
   */
  int ask() {
    Stage now = stage();
    if (now.position() == Position.OPEN) {
      long time = nanoTime.getAsLong();
      if (time - now.since() < rules.open().toNanos()) {
        return REFUSED;
      }
      stage.compareAndSet(now, now.next(Position.HALF_OPEN, time));
      now = stage();
    }
    if (now.position() == Position.CLOSED) {
      return now.number();
    }
    boolean probe =
        now.position() == Position.HALF_OPEN
            && now.out().getAndUpdate(out -> Math.min(out + 1, rules.probes())) < rules.probes();
    return probe ? now.number() : REFUSED;
  }

  void succeeded(int asked) {
    Stage now = stage();
    if (now.number() != asked) {
      return;
    }
    if (now.position() == Position.CLOSED) {
      count(0);
    } else if (now.good().incrementAndGet() >= rules.probes()) {
      window.set(0);
      stage.compareAndSet(now, now.next(Position.CLOSED, nanoTime.getAsLong()));
    }
  }

  void failed(int asked) {
    Stage now = stage();
    if (now.number() == asked && (now.position() == Position.HALF_OPEN || count(1))) {
      stage.compareAndSet(now, now.next(Position.OPEN, nanoTime.getAsLong()));
    }
  }

  /** The call said nothing about the upstream: its client left. */
  void forgotten(int asked) {
    Stage now = stage();
    if (now.number() == asked && now.position() == Position.HALF_OPEN) {
      now.out().decrementAndGet();
    }
  }

  /** Counts a call; whether too many of its window have failed by now. */
  private boolean count(int failure) {
    long number = (nanoTime.getAsLong() - origin) / rules.window().toNanos() + 1;
    while (true) {
      long before = window.get();
      boolean same = before >>> (2 * COUNT_BITS) == (number & ((1L << 24) - 1));
      long calls = same ? (before >>> COUNT_BITS) & COUNT_MASK : 0;
      long failures = same ? before & COUNT_MASK : 0;
      calls = Math.min(calls + 1, COUNT_MASK);
      failures = Math.min(failures + failure, COUNT_MASK);
      long after = number << (2 * COUNT_BITS) | calls << COUNT_BITS | failures;
      if (window.compareAndSet(before, after)) {
        return calls >= rules.calls() && failures * 100 >= calls * rules.failures();
      }
    }
  }
}
