// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How late an event loop is with what is due, and which share of new calls it turns away for that:
 * none as long as it keeps up, a quarter more with each beat that is late again, less with each one
 * in time, down to none. Whoever waits longer than a bound waits behind others who do, so some are
 * better told at once.
 *
 * <p>A single pause, however long (a collection, a machine that slept), turns nobody away.
 *
 * <p>The event loop's own, but for what says that any thread may call it.
 */
public final class Lateness {
  /** How long after a beat the next one is due, in milliseconds. */
  public static final long BEAT_MILLIS = 50;

  private static final Logger log = LoggerFactory.getLogger(Lateness.class);
  private static final long BEAT_NANOS = TimeUnit.MILLISECONDS.toNanos(BEAT_MILLIS);
  private static final int ALL = 64;
  private static final int MORE = ALL / 4;
  private static final int STANDING = 3;

  private final long mostNanos;
  private final LongSupplier nanoTime;
  private volatile long due;
  private volatile long latest;
  private volatile int share;
  private int lateInARow;
  private int carried;

  /**
   * @param most what a loop may be late without a call being turned away
   * @param nanoTime elapsed time
   */
  public Lateness(Duration most, LongSupplier nanoTime) {
    this.mostNanos = most.toNanos();
    this.nanoTime = nanoTime;
    expect();
  }

  /** The next beat is due {@link #BEAT_MILLIS} from now. */
  public void expect() {
    due = nanoTime.getAsLong() + BEAT_NANOS;
  }

  /** The beat that was expected. */
  public void beat() {
    long late = Math.max(0, nanoTime.getAsLong() - due);
    latest = late;
    lateInARow = late > mostNanos ? lateInARow + 1 : 0;
    int before = share;
    if (lateInARow >= STANDING) {
      share = Math.min(ALL, before + MORE);
    } else if (before > 0 && late <= mostNanos / 2) {
      share = before - 1;
    }
    tell(before, late);
  }

  private void tell(int before, long late) {
    if (before == 0 && share > 0) {
      log.atWarn()
          .addKeyValue("lateMillis", TimeUnit.NANOSECONDS.toMillis(late))
          .log("an event loop does not keep up: calls are turned away");
    } else if (before > 0 && share == 0) {
      log.info("the event loop keeps up again: no call is turned away any more");
    }
  }

  /** Whether the call that asks is one of those to turn away. Once for each call. */
  public boolean turnsAway() {
    int now = share;
    if (now == 0) {
      return false;
    }
    carried += now;
    if (carried < ALL) {
      return false;
    }
    carried -= ALL;
    return true;
  }

  /** Of the calls that come, how many are turned away: 0 to 1. Any thread. */
  public double share() {
    return (double) share / ALL;
  }

  /** How late the last beat was, or the one that is due is already, in seconds. Any thread. */
  public double seconds() {
    return Math.max(latest, nanoTime.getAsLong() - due) / 1e9;
  }
}
