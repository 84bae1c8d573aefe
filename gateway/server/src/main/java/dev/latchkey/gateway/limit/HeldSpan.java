// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Lease;

/**
 * The permits that this node holds of one span. Guarded by the lock of their {@link HeldQuotas}.
 */
final class HeldSpan {
  private final Account account;
  private final long endsMillis;
  private long permits;
  private long left;
  private long lastLease;
  private long spent;
  private long leasedNanos;
  private boolean told;
  private boolean asked;

  HeldSpan(Account account) {
    this.account = account;
    this.endsMillis = account.span().endOf(account.startMillis());
  }

  Account account() {
    return account;
  }

  long endsMillis() {
    return endsMillis;
  }

  boolean contains(long millis) {
    return millis >= account.startMillis() && millis < endsMillis;
  }

  long permits() {
    return permits;
  }

  /** What nobody held when the store last said so. */
  long left() {
    return left;
  }

  long lastLease() {
    return lastLease;
  }

  long spent() {
    return spent;
  }

  /** Whether the store has said what is left. */
  boolean isTold() {
    return told;
  }

  /** Whether it said so within this time. */
  boolean wasTold(long nowNanos, long withinNanos) {
    return told && nowNanos - leasedNanos < withinNanos;
  }

  boolean isAsked() {
    return asked;
  }

  void asked(boolean underWay) {
    asked = underWay;
  }

  void spend() {
    permits--;
    spent++;
  }

  void unspend() {
    permits++;
    spent--;
  }

  void granted(Lease lease, long nowNanos) {
    permits += lease.granted();
    lastLease = lease.granted();
    left = lease.left();
    told = true;
    leasedNanos = nowNanos;
    asked = false;
  }

  /** Hands over all permits. */
  long release() {
    long released = permits;
    permits = 0;
    told = false;
    return released;
  }
}
