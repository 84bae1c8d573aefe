// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.usage;

import dev.latchkey.keys.UsageLedger;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.concurrent.atomic.AtomicLongFieldUpdater;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * How often one key was used since the last flush, by route and outcome, and which of its calls are
 * kept one by one. A key meets few outcomes: they are found by walking a short chain, and a call
 * that met its like before costs one atomic addition. And whether the key was looked up since that
 * was last asked. Any thread.
 */
public class KeyUsage {
  private static final long[] BOUNDS =
      UsageLedger.BOUNDS_MILLIS.stream().mapToLong(TimeUnit.MILLISECONDS::toNanos).toArray();
  private static final VarHandle COUNTS = MethodHandles.arrayElementVarHandle(long[].class);

  // Fields instead of objects: there are as many of these as keys.
  private static final AtomicIntegerFieldUpdater<KeyUsage> WAITING =
      AtomicIntegerFieldUpdater.newUpdater(KeyUsage.class, "waiting");
  private static final AtomicReferenceFieldUpdater<KeyUsage, Cell> CELLS =
      AtomicReferenceFieldUpdater.newUpdater(KeyUsage.class, Cell.class, "cells");

  private static final AtomicLongFieldUpdater<KeyUsage> SAMPLE =
      AtomicLongFieldUpdater.newUpdater(KeyUsage.class, "sample");

  private volatile boolean marked = true;
  private volatile int waiting;
  private volatile long sample;
  private volatile @Nullable Cell cells;

  /** Calls on one route that ended alike, by duration. */
  private static final class Cell {
    private final String route;
    private final int statusClass;
    private final String outcome;
    private final long[] histogram = new long[UsageLedger.BUCKETS];
    private final @Nullable Cell next;

    Cell(String route, int statusClass, String outcome, @Nullable Cell next) {
      this.next = next;
      this.route = route;
      this.statusClass = statusClass;
      this.outcome = outcome;
    }

    // Routes and outcomes are the same objects for as long as a configuration is in force; after
    // that an equal one gets a cell of its own, and the store adds the two.
    @SuppressWarnings({"ReferenceEquality", "StringEquality"})
    boolean is(String ofRoute, int ofClass, String ended) {
      return route == ofRoute && outcome == ended && statusClass == ofClass;
    }
  }

  /**
   * What a cell held.
   *
   * @param statusClass 2 for 2xx and so on
   */
  // Made for one flush, and never changed.
  @SuppressWarnings("ArrayRecordComponent")
  public record Counted(String route, int statusClass, String outcome, long[] histogram) {}

  /**
   * Counts a call.
   *
   * @param route the route's id, always the same object
   * @param outcome how it ended, always the same object
   * @return true for the first call since the last flush: the key then has to be flushed
   */
  public final boolean count(String route, int statusClass, String outcome, long durationNanos) {
    COUNTS.getAndAdd(cell(route, statusClass, outcome).histogram, bucket(durationNanos), 1L);
    return waiting == 0 && WAITING.compareAndSet(this, 0, 1);
  }

  /** Takes everything that was counted. */
  public final List<Counted> drain() {
    waiting = 0;
    List<Counted> counted = new ArrayList<>();
    for (Cell cell = cells; cell != null; cell = cell.next) {
      long[] histogram = new long[UsageLedger.BUCKETS];
      boolean any = false;
      for (int i = 0; i < histogram.length; i++) {
        histogram[i] = (long) COUNTS.getAndSet(cell.histogram, i, 0L);
        any |= histogram[i] > 0;
      }
      if (any) {
        counted.add(new Counted(cell.route, cell.statusClass, cell.outcome, histogram));
      }
    }
    return counted;
  }

  /** Whether this call, which was passed on, is one to keep. */
  public final boolean takes(long nowMillis, String client, String route) {
    while (true) {
      long before = sample;
      long after = CallSample.passed(before, nowMillis, client, route);
      if (after == before) {
        return false;
      }
      if (SAMPLE.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }

  /** Whether this call, which was refused, is one to keep. */
  public final boolean takesRefusal(long nowMillis) {
    while (true) {
      long before = sample;
      long after = CallSample.refused(before, nowMillis);
      if (after == before) {
        return false;
      }
      if (SAMPLE.compareAndSet(this, before, after)) {
        return true;
      }
    }
  }

  /** Says that somebody looked the key up. */
  public final void mark() {
    if (!marked) {
      marked = true;
    }
  }

  /** Whether somebody did since this was asked before, or since the key was cached. */
  public final boolean unmark() {
    boolean lookedUp = marked;
    marked = false;
    return lookedUp;
  }

  private Cell cell(String route, int statusClass, String outcome) {
    Cell known = cells;
    for (Cell cell = known; cell != null; cell = cell.next) {
      if (cell.is(route, statusClass, outcome)) {
        return cell;
      }
    }
    return added(known, route, statusClass, outcome);
  }

  /** Whoever loses the race looks again. */
  private Cell added(@Nullable Cell known, String route, int statusClass, String outcome) {
    Cell cell = new Cell(route, statusClass, outcome, known);
    return CELLS.compareAndSet(this, known, cell) ? cell : cell(route, statusClass, outcome);
  }

  private static int bucket(long nanos) {
    int bucket = 0;
    while (bucket < BOUNDS.length && nanos > BOUNDS[bucket]) {
      bucket++;
    }
    return bucket;
  }
}
