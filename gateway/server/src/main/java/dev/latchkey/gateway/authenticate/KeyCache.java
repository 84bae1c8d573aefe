// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.Bait;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyDigest;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LookupResult;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Set;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Keys in memory, in front of the store: positive and negative entries apart, so that a flood of
 * wrong keys evicts no right one. Kept current by the change feed. Any thread.
 */
public final class KeyCache implements KeyChangeFeed.Listener {
  private static final Duration SILENCE = Duration.ofSeconds(5);

  private final CachedKeys positive;
  private final NoKeys negative;
  private final ChangeJournal journal = new ChangeJournal();
  private final LongSupplier nanoTime;
  private final Freshness freshness;
  private final ColdLookups cold;
  private final CacheCounters counters;
  private volatile boolean acceptsForeign;

  /**
   * @param maxKeys positive entries
   * @param stale how long known keys go on while the store is away
   */
  public KeyCache(
      Vertx vertx,
      KeyLookup store,
      int maxKeys,
      Duration stale,
      LongSupplier nanoTime,
      CacheCounters counters) {
    this.positive = new CachedKeys(maxKeys, nanoTime.getAsLong());
    this.nanoTime = nanoTime;
    this.negative = new NoKeys(nanoTime::getAsLong);
    this.freshness = new Freshness(nanoTime, stale.toNanos(), SILENCE.toNanos());
    this.cold = new ColdLookups(vertx, store, nanoTime, counters);
    this.counters = counters;
  }

  /** Whether a key without Latchkey's own shape and check can exist at all. */
  boolean acceptsForeign() {
    return acceptsForeign;
  }

  /**
   * The state of a cached key that may be used without asking anybody; null otherwise.
   *
   * @param nowNanos elapsed time as it is now, read by whoever asks
   * @return a state that may be under other rules than the caller's; see {@link #fitting}
   */
  @Nullable CachedKey known(KeyDigest.Probe key, long nowNanos) {
    CachedKey state = positive.find(key);
    if (state == null) {
      return null;
    }
    if (isOvertaken(state)) {
      positive.drop(state);
      return null;
    }
    switch (freshness.verdict(nowNanos)) {
      case CURRENT -> counters.hit();
      case STALE -> counters.staleHit();
      default -> {
        return null;
      }
    }
    state.mark();
    return state;
  }

  /**
   * After a reload, event loops change over one by one, and requests on their way finish under the
   * rules that they began with: a state that does not fit the caller's is made anew from the same
   * grant. Whether its text is still that of a key, the caller has to see.
   *
   * @return null for a key that does not exist under these rules
   */
  @Nullable CachedKey fitting(CachedKey state, KeyStateCompiler rules) {
    CachedKey fitting = rules.compile(state, state.grant(), state.revision());
    if (fitting != null) {
      fitting.checkedEpoch(state.checkedEpoch());
      positive.replace(state, fitting);
    }
    return fitting;
  }

  /** Whether a change came after what this state was read from; looked up once per change. */
  private boolean isOvertaken(KeyState state) {
    long epoch = journal.epoch();
    if (state.checkedEpoch() == epoch) {
      return false;
    }
    if (journal.overtook(state.id(), state.revision())) {
      return true;
    }
    state.checkedEpoch(epoch);
    return false;
  }

  /** Whether a state that was handed out before is still what would be handed out. */
  boolean vouchesFor(KeyState state) {
    return !isOvertaken(state) && freshness.verdict() != Freshness.Verdict.TOO_OLD;
  }

  /** Whether the store said a moment ago that there is no such key. */
  boolean knownInvalid(KeyDigest digest) {
    boolean known = negative.has(digest);
    if (known) {
      counters.negativeHit();
    }
    return known;
  }

  /** The decoy that a refused key is, if it is one; for refusals alone. */
  @Nullable Bait bait(KeyDigest digest) {
    return negative.bait(digest);
  }

  /**
   * Asks the store. Succeeds with the state, or with null when there is no such key; fails when
   * that cannot be known. Completes on any context.
   *
   * @param rules in force for the caller
   * @param suspect whether it comes from a source of many failures
   */
  Future<@Nullable CachedKey> load(KeyDigest digest, KeyStateCompiler rules, boolean suspect) {
    counters.miss();
    return load(digest, rules, suspect, 1);
  }

  Future<@Nullable CachedKey> load(KeyDigest digest, KeyStateCompiler rules) {
    return load(digest, rules, false);
  }

  private Future<@Nullable CachedKey> load(
      KeyDigest digest, KeyStateCompiler rules, boolean suspect, int rereads) {
    return cold.find(digest, suspect)
        .compose(
            result -> {
              if (result instanceof LookupResult.Known known) {
                return keep(digest, known, rules, suspect, rereads);
              }
              if (result instanceof LookupResult.Invalid invalid) {
                keepInvalid(digest, invalid.revision());
                return Future.succeededFuture(null);
              }
              if (result instanceof LookupResult.Baited baited) {
                negative.add(digest, baited.bait());
                keepInvalid(digest, baited.revision());
                return Future.succeededFuture(null);
              }
              return broughtMeanwhile(digest, rules, (LookupResult.Unknown) result);
            });
  }

  /**
   * First put, then look whether it was overtaken: a change in between is seen by one of the two.
   */
  private Future<@Nullable CachedKey> keep(
      KeyDigest digest,
      LookupResult.Known known,
      KeyStateCompiler rules,
      boolean suspect,
      int rereads) {
    CachedKey state = rules.compile(digest, known.grant(), known.revision());
    if (state == null) {
      return Future.succeededFuture(null);
    }
    state.checkedEpoch(journal.epoch());
    positive.put(state);
    negative.remove(digest);
    if (!journal.overtook(known.grant().id(), known.revision())) {
      return Future.succeededFuture(state);
    }
    positive.drop(state);
    return rereads > 0
        ? load(digest, rules, suspect, rereads - 1)
        : Future.failedFuture("the key changes faster than it can be read");
  }

  /** Nobody needs the store for a key that is in memory after all: others may have looked it up. */
  private Future<@Nullable CachedKey> broughtMeanwhile(
      KeyDigest digest, KeyStateCompiler rules, LookupResult.Unknown otherwise) {
    CachedKey state = positive.find(digest);
    if (state == null || !vouchesFor(state)) {
      return Future.failedFuture(otherwise.cause());
    }
    return Future.succeededFuture(state.isUnder(rules) ? state : fitting(state, rules));
  }

  private void keepInvalid(KeyDigest digest, long revision) {
    positive.forget(digest);
    negative.add(digest);
    if (journal.latest() > revision) {
      negative.remove(digest);
    }
  }

  /** Positive entries, roughly. */
  public long size() {
    return positive.size();
  }

  /** Whether cached keys may still be served. */
  public boolean canServeKnown() {
    return freshness.verdict() != Freshness.Verdict.TOO_OLD;
  }

  @Override
  public void onChanged(long revision, Set<KeyId> keys) {
    journal.record(revision, keys);
    negative.clear();
  }

  @Override
  public void onManyChanged(long revision) {
    journal.recordAll(revision);
    negative.clear();
  }

  @Override
  public void onConfirmed(long revision, boolean foreign) {
    acceptsForeign = foreign;
    freshness.confirmed();
    // While the store is away, nothing is forgotten: it could not be looked up again.
    positive.sweepIdle(nanoTime.getAsLong());
  }

  @Override
  public void onLost(Throwable cause) {
    freshness.lost();
  }
}
