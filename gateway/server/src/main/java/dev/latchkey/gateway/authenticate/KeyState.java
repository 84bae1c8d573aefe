// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.identify.ScopeMask;
import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.gateway.usage.KeyUsage;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Quota;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import io.netty.util.AsciiString;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One secret's grant as the request path wants it: instants as milliseconds, scopes as bits, header
 * values ready to send. There may be millions, so ids are two numbers each, what keys have in
 * common is in one {@link KeyTerms}, and what counts its use is part of it, not another object.
 * Shared by all event loops; only its bookkeeping fields change.
 */
public sealed class KeyState extends KeyUsage permits CachedKey {
  private final KeyTerms terms;
  private final long idHigh;
  private final long idLow;
  private final long secretHigh;
  private final long secretLow;
  private final byte[] name;
  private final Validity validity;
  private final @Nullable Instant secretEndsAt;
  private final @Nullable Instant expiresAt;
  private final long createdMicros;
  private final long revision;
  private final long usableFrom;
  private final long usableUntil;
  private final boolean stopped;
  private final boolean secretPending;
  private final boolean neverUsed;
  private volatile @Nullable CallTally tally;
  private volatile long checkedEpoch;
  private volatile int lastUsedMinute;

  /**
   * @param expiresAt the key's end under the rules of the terms; null for none
   */
  KeyState(KeyTerms terms, KeyGrant grant, long revision, @Nullable Instant expiresAt) {
    this.terms = terms;
    this.idHigh = grant.id().value().getMostSignificantBits();
    this.idLow = grant.id().value().getLeastSignificantBits();
    this.secretHigh = grant.secretId().getMostSignificantBits();
    this.secretLow = grant.secretId().getLeastSignificantBits();
    this.name = PercentText.encode(grant.name());
    this.validity = grant.validity();
    this.secretEndsAt = grant.secretEndsAt();
    this.expiresAt = expiresAt;
    this.createdMicros = ChronoUnit.MICROS.between(Instant.EPOCH, grant.createdAt());
    this.revision = revision;
    this.usableFrom = millis(validity.notBefore(), Long.MIN_VALUE);
    this.usableUntil =
        Math.min(millis(expiresAt, Long.MAX_VALUE), millis(secretEndsAt, Long.MAX_VALUE));
    this.stopped = !validity.enabled() || validity.revokedAt() != null;
    this.secretPending = grant.secretPending();
    this.neverUsed = grant.neverUsed();
  }

  /** The grant that it was made from, put together anew. Not for the request path. */
  public KeyGrant grant() {
    Instant createdAt = Instant.EPOCH.plus(createdMicros, ChronoUnit.MICROS);
    return terms
        .facts()
        .grant(
            id(),
            secretId(),
            secretPending,
            secretEndsAt,
            PercentText.decode(name),
            validity,
            createdAt,
            neverUsed);
  }

  public KeyId id() {
    return new KeyId(new UUID(idHigh, idLow));
  }

  public UUID secretId() {
    return new UUID(secretHigh, secretLow);
  }

  public Tenant tenant() {
    return terms.facts().tenant();
  }

  public String profile() {
    return terms.facts().profile();
  }

  public @Nullable String environment() {
    return terms.facts().environment();
  }

  /** The id as the upstream is told. */
  public CharSequence idText() {
    return IdText.of(idHigh, idLow);
  }

  /** The name as the upstream is told: percent-encoded UTF-8. */
  public CharSequence nameText() {
    return new AsciiString(name, false);
  }

  /** What else the upstream is told. */
  public KeyTexts texts() {
    return terms.texts();
  }

  /** Whether a first use of the key or of this secret would be news to the store. */
  public boolean firstUseCounts() {
    return neverUsed || secretPending;
  }

  /** Whether the key may be used at all now; most keys have no need to know the time. */
  public boolean isUsable(InstantSource clock) {
    if (stopped || (usableFrom == Long.MIN_VALUE && usableUntil == Long.MAX_VALUE)) {
      return !stopped;
    }
    long nowMillis = clock.millis();
    return nowMillis >= usableFrom && nowMillis < usableUntil;
  }

  /** Why it is not usable at this instant. */
  Cause cause(long nowMillis) {
    if (validity.revokedAt() != null) {
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
    return terms.scopes();
  }

  /** Where the key may be used from; empty for anywhere. */
  public Networks addresses() {
    return terms.addresses();
  }

  /** The plan's limits with the key's own in their place. */
  public List<Limit> limits() {
    return terms.limits();
  }

  /** Those of the limits that each node counts by itself. */
  public List<Limit> nodeLimits() {
    return terms.nodeLimits();
  }

  /** The plan's quotas with the key's own in their place. */
  public List<Quota> quotas() {
    return terms.counted().quotas();
  }

  /** The quotas, and the limits that all nodes count together. */
  public CountedTogether countedTogether() {
    return terms.counted();
  }

  /** Whether anything, of the key or of its consumer, is counted by all nodes together. */
  public boolean isCountedTogether() {
    return terms.countedTogether();
  }

  /** What the key uses up together with others of its consumer; null for nothing. */
  public @Nullable Together together() {
    return terms.together();
  }

  /** What a limiter left here; null until one does. */
  public @Nullable CallTally tally() {
    return tally;
  }

  /** Leaves the limiter's count here, for as long as this state is cached. */
  public void tally(CallTally counting) {
    tally = counting;
  }

  /** Notes a use; true once per minute, when the use has to be written down. */
  public boolean usedIn(long minute) {
    int each = (int) minute;
    if (lastUsedMinute == each) {
      return false;
    }
    lastUsedMinute = each;
    return true;
  }

  /**
   * Whether this state was made under these very rules; under others its bits mean other scopes.
   */
  // Which object it is, not what it says: rules that say the same may number scopes differently.
  @SuppressWarnings("ReferenceEquality")
  boolean isUnder(KeyStateCompiler others) {
    return terms.rules() == others;
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
}
