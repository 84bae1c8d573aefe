// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyId;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** Hears the change feed before the cache does, to tell how far behind this node may be. */
final class FeedWatch implements KeyChangeFeed.Listener {
  private static final double NANOS_PER_SECOND = 1e9;

  private final KeyChangeFeed.Listener next;
  private final LongSupplier nanoTime;
  private final Timer propagation;
  private volatile LongConsumer confirmations = revision -> {};
  private volatile boolean inContact;
  private volatile long confirmedNanos;
  private volatile long confirmedRevision;

  /**
   * @param propagation told how old each change is when it has been applied here
   */
  FeedWatch(KeyChangeFeed.Listener next, LongSupplier nanoTime, Timer propagation) {
    this.next = next;
    this.propagation = propagation;
    this.nanoTime = nanoTime;
    this.confirmedNanos = nanoTime.getAsLong();
  }

  /** Whether the store was last heard rather than lost. */
  boolean inContact() {
    return inContact;
  }

  /**
   * Seconds since the store confirmed that nothing else has changed: no revocation older than this
   * is unknown here.
   */
  double lagSeconds() {
    return (nanoTime.getAsLong() - confirmedNanos) / NANOS_PER_SECOND;
  }

  /** From now on tells somebody of every revision that has been applied here. */
  void tellConfirmed(LongConsumer somebody) {
    confirmations = somebody;
    if (inContact) {
      somebody.accept(confirmedRevision);
    }
  }

  @Override
  public void onApplied(Duration age) {
    propagation.record(age);
  }

  @Override
  public void onChanged(long revision, Set<KeyId> keys) {
    next.onChanged(revision, keys);
  }

  @Override
  public void onManyChanged(long revision) {
    next.onManyChanged(revision);
  }

  @Override
  public void onConfirmed(long revision, boolean acceptsForeign) {
    next.onConfirmed(revision, acceptsForeign);
    confirmedNanos = nanoTime.getAsLong();
    confirmedRevision = revision;
    inContact = true;
    confirmations.accept(revision);
  }

  @Override
  public void onLost(Throwable cause) {
    inContact = false;
    next.onLost(cause);
  }

  /** For a node without a key cache. */
  static KeyChangeFeed.Listener deaf() {
    return new KeyChangeFeed.Listener() {
      @Override
      public void onChanged(long revision, Set<KeyId> keys) {}

      @Override
      public void onManyChanged(long revision) {}

      @Override
      public void onConfirmed(long revision, boolean acceptsForeign) {}

      @Override
      public void onLost(Throwable cause) {}
    };
  }
}
