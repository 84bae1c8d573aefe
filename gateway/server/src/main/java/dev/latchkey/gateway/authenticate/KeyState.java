// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.ScopeMask;
import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.gateway.usage.CallSample;
import dev.latchkey.gateway.usage.KeyUsage;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One secret's grant as the request path wants it: instants as milliseconds, scopes as bits, header
 * values ready to send. Shared by all event loops; only its bookkeeping fields change.
 */
public final class KeyState {
  private final KeyStateCompiler rules;
  private final KeyGrant grant;
  private final long revision;
  private final long usableFrom;
  private final long usableUntil;
  private final boolean stopped;
  private final @Nullable Instant expiresAt;
  private final ScopeMask scopes;
  private final Networks addresses;
  private final List<Limit> limits;
  private final List<Quota> quotas;
  private final @Nullable Together together;
  private final boolean underQuota;
  private final Identity identity;
  private final KeyUsage usage = new KeyUsage();
  private final CallSample sample = new CallSample();
  private volatile long checkedEpoch;
  private volatile long lastUsedMinute;

  KeyState(
      KeyStateCompiler rules,
      KeyGrant grant,
      long revision,
      @Nullable Instant expiresAt,
      ScopeMask scopes,
      Networks addresses,
      List<Limit> limits,
      List<Quota> quotas,
      @Nullable Together together,
      Identity identity) {
    this.rules = rules;
    this.grant = grant;
    this.revision = revision;
    this.expiresAt = expiresAt;
    this.stopped = !grant.validity().enabled() || grant.validity().revokedAt() != null;
    this.usableFrom = millis(grant.validity().notBefore(), Long.MIN_VALUE);
    this.usableUntil =
        Math.min(millis(expiresAt, Long.MAX_VALUE), millis(grant.secretEndsAt(), Long.MAX_VALUE));
    this.scopes = scopes;
    this.addresses = addresses;
    this.limits = List.copyOf(limits);
    this.quotas = List.copyOf(quotas);
    this.together = together;
    this.underQuota = !quotas.isEmpty() || (together != null && !together.quotas().isEmpty());
    this.identity = identity;
  }

  public KeyGrant grant() {
    return grant;
  }

  /** Whether the key may be used at all at this instant of the wall clock. */
  public boolean isUsable(long nowMillis) {
    return !stopped && nowMillis >= usableFrom && nowMillis < usableUntil;
  }

  /** Why it is not usable at this instant. */
  Cause cause(long nowMillis) {
    if (grant.validity().revokedAt() != null) {
      return Cause.REVOKED;
    }
    if (nowMillis >= millis(expiresAt, Long.MAX_VALUE)) {
      return Cause.EXPIRED;
    }
    if (stopped) {
      return Cause.DISABLED;
    }
    return nowMillis < usableFrom ? Cause.NOT_YET_VALID : Cause.SECRET_ENDED;
  }

  /** The key's end, its environment's longest lifetime included; null for none. */
  public @Nullable Instant expiresAt() {
    return expiresAt;
  }

  public ScopeMask scopes() {
    return scopes;
  }

  /** Where the key may be used from; empty for anywhere. */
  public Networks addresses() {
    return addresses;
  }

  /** The plan's limits with the key's own in their place. */
  public List<Limit> limits() {
    return limits;
  }

  /** The plan's quotas with the key's own in their place. */
  public List<Quota> quotas() {
    return quotas;
  }

  /** Whether any quota, of the key or of its consumer, counts its calls. */
  public boolean isUnderQuota() {
    return underQuota;
  }

  /** What the key uses up together with others of its consumer; null for nothing. */
  public @Nullable Together together() {
    return together;
  }

  /** What the upstream is told. */
  public Identity identity() {
    return identity;
  }

  /** Notes a use; true once per minute, when the use has to be written down. */
  public boolean usedIn(long minute) {
    if (lastUsedMinute == minute) {
      return false;
    }
    lastUsedMinute = minute;
    return true;
  }

  /**
   * Whether this state was made under these very rules; under others its bits mean other scopes.
   */
  // Which object it is, not what it says: rules that say the same may number scopes differently.
  @SuppressWarnings("ReferenceEquality")
  boolean isUnder(KeyStateCompiler others) {
    return rules == others;
  }

  /** What it was used for since the last flush. */
  public KeyUsage usage() {
    return usage;
  }

  /** Which of its calls are kept one by one. */
  public CallSample sample() {
    return sample;
  }

  /** The change sequence that this state was read at. */
  long revision() {
    return revision;
  }

  long checkedEpoch() {
    return checkedEpoch;
  }

  void checkedEpoch(long epoch) {
    checkedEpoch = epoch;
  }

  private static long millis(@Nullable Instant instant, long otherwise) {
    return instant == null ? otherwise : instant.toEpochMilli();
  }

  /** Values of the X-Latchkey- fields, percent-encoded where they are free text. */
  public record Identity(
      String keyId,
      String keyName,
      String tenant,
      String profile,
      String scopes,
      @Nullable String environment,
      @Nullable String consumer) {}
}
