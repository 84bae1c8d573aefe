// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A listener that remembers what it was told, and lets a test wait for it. Any thread. */
public final class FeedRecorder implements KeyChangeFeed.Listener {
  private final List<Told> told = new ArrayList<>();

  /** Something that a listener is told. */
  public sealed interface Told {
    record Changed(long revision, Set<KeyId> keys) implements Told {}

    record ManyChanged(long revision) implements Told {}

    record Confirmed(long revision, boolean acceptsForeign) implements Told {}

    record Lost() implements Told {}
  }

  @Override
  public void onChanged(long revision, Set<KeyId> keys) {
    add(new Told.Changed(revision, Set.copyOf(keys)));
  }

  @Override
  public void onManyChanged(long revision) {
    add(new Told.ManyChanged(revision));
  }

  @Override
  public void onConfirmed(long revision, boolean acceptsForeign) {
    add(new Told.Confirmed(revision, acceptsForeign));
  }

  @Override
  public void onLost(Throwable cause) {
    add(new Told.Lost());
  }

  /** Everything so far, oldest first. */
  public synchronized List<Told> told() {
    return List.copyOf(told);
  }

  public synchronized void forget() {
    told.clear();
  }

  /** Waits until something matching was told since the last {@link #forget}. */
  public synchronized Told await(Duration limit, Predicate<Told> wanted) {
    long end = System.nanoTime() + limit.toNanos();
    while (true) {
      for (Told each : told) {
        if (wanted.test(each)) {
          return each;
        }
      }
      long left = end - System.nanoTime();
      if (left <= 0) {
        throw new AssertionError("not told within " + limit + "; told " + told);
      }
      try {
        TimeUnit.NANOSECONDS.timedWait(this, left);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError("interrupted", e);
      }
    }
  }

  /** Whether a thing told covers a change of this key. */
  public static Predicate<Told> changeOf(KeyId id) {
    return told ->
        told instanceof Told.ManyChanged
            || (told instanceof Told.Changed changed && changed.keys().contains(id));
  }

  private synchronized void add(Told what) {
    told.add(what);
    notifyAll();
  }
}
