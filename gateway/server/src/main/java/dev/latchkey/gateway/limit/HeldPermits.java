// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Lease;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The permits that this node holds of one quota of one key or consumer, in the period that is now.
 * Leases grow while they are used up fast, so that a busy key asks about every ten seconds and a
 * crash loses no more than that; they shrink towards the end of the quota, so that no node hoards
 * what others could use. Guarded by the lock of the {@link HeldQuotas} that owns it.
 */
final class HeldPermits {
  private static final long SMALLEST = 16;
  private static final long LARGEST = 1L << 40;
  private static final long SHARE = 4;
  private static final long FAST_NANOS = TimeUnit.SECONDS.toNanos(10);
  private static final long EMPTY_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final UUID holder;
  private final String name;
  private final Quota quota;
  private Account account;
  private long startsMillis;
  private long endsMillis;
  private String policy = "";
  private long permits;
  private long left;
  private boolean told;
  private long size = SMALLEST;
  private long lastLease;
  private long leasedNanos;
  private boolean asked;
  private boolean spentLately;

  /**
   * @param name what clients know the quota by
   */
  HeldPermits(UUID holder, String name, Quota quota, long nowMillis) {
    this.holder = holder;
    this.name = name;
    this.quota = quota;
    this.account = begin(nowMillis);
  }

  Quota quota() {
    return quota;
  }

  /** One member of the RateLimit-Policy field, of the period that is now. */
  String policy() {
    return policy;
  }

  /** Starts anew when the period is over, or the clock was put back before it. */
  boolean turn(long nowMillis) {
    if (nowMillis >= startsMillis && nowMillis < endsMillis) {
      return false;
    }
    account = begin(nowMillis);
    permits = 0;
    left = 0;
    told = false;
    asked = false;
    size = SMALLEST;
    return true;
  }

  private Account begin(long nowMillis) {
    Instant now = Instant.ofEpochMilli(nowMillis);
    Account next = new Account(holder, quota.name(), quota.period(), quota.period().startOf(now));
    startsMillis = next.start().atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    endsMillis = quota.period().endOf(next.start()).toEpochMilli();
    policy =
        '"'
            + name
            + "\";q="
            + quota.limit()
            + ";w="
            + TimeUnit.MILLISECONDS.toSeconds(endsMillis - startsMillis);
    return next;
  }

  boolean hasOne() {
    return permits > 0;
  }

  /** Whether the store said a moment ago that nothing is left. */
  boolean isUsedUp(long nowNanos) {
    return permits == 0 && told && left == 0 && nowNanos - leasedNanos < EMPTY_NANOS;
  }

  void spend() {
    permits--;
    spentLately = true;
  }

  /**
   * Takes a permit back, unless its period is over: it would be one of another.
   *
   * @param spentMillis when it was spent
   */
  void unspend(long spentMillis) {
    if (spentMillis >= startsMillis && spentMillis < endsMillis) {
      permits++;
    }
  }

  /** Whether more should be asked for before the last permit is gone. */
  boolean isLow() {
    return !asked && left > 0 && permits <= lastLease / 2;
  }

  /** What to ask for; null when an answer is on its way. */
  @Nullable Ask ask(long nowNanos) {
    if (asked) {
      return null;
    }
    asked = true;
    if (told && nowNanos - leasedNanos < FAST_NANOS) {
      size = Math.min(LARGEST, size * 2);
    } else if (told && nowNanos - leasedNanos > 6 * FAST_NANOS) {
      size = Math.max(SMALLEST, size / 2);
    }
    long available = told && left > 0 ? left : quota.limit();
    long want = Math.max(1, Math.min(size, available / SHARE));
    return new Ask(account, quota.limit(), want);
  }

  /** An answer. That of a period that is over is worth nothing. */
  void granted(Account from, Lease lease, long nowNanos) {
    if (from.equals(account)) {
      permits += lease.granted();
      lastLease = lease.granted();
      left = lease.left();
      told = true;
      leasedNanos = nowNanos;
      asked = false;
    }
  }

  /** No answer came. What is held can still be spent. */
  void failed(Account from) {
    if (from.equals(account)) {
      asked = false;
    }
  }

  /** Hands over all permits if none was spent since the last time, or without asking. */
  long release(boolean evenIfBusy) {
    boolean idle = !spentLately && !asked;
    spentLately = false;
    if (permits == 0 || !(idle || evenIfBusy)) {
      return 0;
    }
    long released = permits;
    permits = 0;
    told = false;
    size = SMALLEST;
    return released;
  }

  Account account() {
    return account;
  }

  Decision.Standing standing(long nowMillis, boolean violated) {
    long millis = Math.max(1, endsMillis - nowMillis);
    return new Decision.Standing(
        name, quota.limit(), permits + left, (int) ((millis + 999) / 1_000), violated);
  }
}
