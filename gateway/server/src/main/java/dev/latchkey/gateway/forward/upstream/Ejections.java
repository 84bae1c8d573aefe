// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import dev.latchkey.config.UpstreamConfig.Ejection;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;

/**
 * Leaves targets alone that keep failing: for a while, for longer each time, and never so many that
 * the rest could not carry the load. Any thread.
 */
final class Ejections {
  private final Ejection rules;
  private final TargetState[] targets;
  private final int[] times;
  private final long[] lastUntil;
  private final int most;
  private final AtomicBoolean deciding = new AtomicBoolean();
  private final LongAdder count = new LongAdder();

  Ejections(Ejection rules, TargetState[] targets) {
    this.rules = rules;
    this.targets = targets;
    this.times = new int[targets.length];
    this.lastUntil = new long[targets.length];
    this.most = targets.length * rules.maxEjected() / 100;
  }

  /** How often a target was taken out. */
  long count() {
    return count.sum();
  }

  void failed(int index, long nowNanos) {
    if (targets[index].failedAgain() < rules.failures() || most == 0) {
      return;
    }
    // Nobody waits: who comes second while one is deciding will be back with the next failure.
    if (deciding.compareAndSet(false, true)) {
      try {
        decide(index, nowNanos);
      } finally {
        deciding.set(false);
      }
    }
  }

  private void decide(int index, long nowNanos) {
    int out = 0;
    for (TargetState target : targets) {
      out += target.isEjected() ? 1 : 0;
    }
    if (out < most && targets[index].eject(nowNanos + duration(index, nowNanos))) {
      count.increment();
    }
  }

  /** Twice as long as the last time, unless it has been well for as long since. */
  private long duration(int index, long nowNanos) {
    long first = rules.time().toNanos();
    long last = Math.min(first << Math.max(0, times[index] - 1), rules.longest().toNanos());
    boolean again = times[index] > 0 && nowNanos - lastUntil[index] < last;
    times[index] = again ? Math.min(times[index] + 1, 30) : 1;
    long duration = Math.min(first << (times[index] - 1), rules.longest().toNanos());
    lastUntil[index] = nowNanos + duration;
    return duration;
  }
}
