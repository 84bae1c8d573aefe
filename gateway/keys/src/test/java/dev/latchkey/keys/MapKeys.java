// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Keys in memory, for tests of what uses them: a look-up and a change feed that can be made to
 * fail, to answer late, and to lose contact, at the very point a test is about. Passes the same
 * contracts as the real store. Any thread; a listener is told on the context that it was started
 * on, or on the changing thread where there was none.
 */
public final class MapKeys implements KeyLookup, KeyChangeFeed, HeldKeys {
  private final InstantSource clock;
  private final MapRows rows = new MapRows();
  private final List<MapFollower> followers = new ArrayList<>();
  private final List<Held> holds = new ArrayList<>();
  private long revision;
  private int lookups;
  private boolean away;
  private boolean feedLost;

  public MapKeys(InstantSource clock) {
    this.clock = clock;
  }

  // Changing keys. Each answers with its revision.

  public synchronized long put(NewKey made) {
    rows.put(made);
    return changed(Set.of(made.key().id()));
  }

  public synchronized long change(KeyId id, KeyAction action) {
    return rows.change(id, action, clock.instant()) ? changed(Set.of(id)) : revision;
  }

  /** Lays out a decoy. */
  public synchronized long lay(KeyDigest digest, Bait bait) {
    rows.lay(digest, bait);
    return changed(Set.of(bait.id()));
  }

  public long revoke(KeyId id) {
    return change(id, KeyActions.revoke(null));
  }

  public synchronized long remove(KeyId id) {
    rows.remove(id);
    return changed(Set.of(id));
  }

  /** From now on the key counts as used. */
  public synchronized void markUsed(KeyId id) {
    rows.markUsed(id);
  }

  /** Tells listeners that so much changed that nothing is named. */
  public synchronized long changeMany() {
    long now = ++revision;
    tell(null);
    return now;
  }

  // Faults.

  /** Until {@link #comeBack}, every look-up is answered with Unknown. */
  public synchronized void goAway() {
    away = true;
  }

  public synchronized void comeBack() {
    away = false;
  }

  /** The feed loses contact; what changes from now on is told when it is regained. */
  public synchronized void loseFeed() {
    feedLost = true;
    followers.forEach(MapFollower::lost);
  }

  public synchronized void regainFeed() {
    feedLost = false;
    followers.forEach(follower -> follower.catchUp(revision, rows.haveForeign()));
  }

  /**
   * Keeps back the answer to the next look-up. It is read when asked for, so that a change made
   * before {@link Held#release} is missing from it: the late fill.
   */
  public synchronized Held holdNext() {
    Held held = new Held();
    holds.add(held);
    return held;
  }

  /** How many look-ups were made so far. */
  public synchronized int lookups() {
    return lookups;
  }

  public synchronized long revision() {
    return revision;
  }

  /** An answer on its way. */
  public static final class Held {
    private final Promise<Void> asked = Promise.promise();
    private final Promise<Void> released = Promise.promise();

    /** Completes when the look-up was made and its answer read. */
    public Future<Void> asked() {
      return asked.future();
    }

    /** Lets the answer arrive. */
    public void release() {
      released.tryComplete();
    }
  }

  // The ports.

  @Override
  public Future<LookupResult> find(KeyDigest digest) {
    Context context = Vertx.currentContext();
    Held held;
    LookupResult result;
    synchronized (this) {
      lookups++;
      result = answer(digest);
      held = holds.isEmpty() ? null : holds.remove(0);
    }
    if (held == null) {
      return Future.succeededFuture(result);
    }
    Promise<LookupResult> promise = Promise.promise();
    held.released
        .future()
        .onComplete(go -> MapFollower.on(context, () -> promise.complete(result)));
    held.asked.tryComplete();
    return promise.future();
  }

  @Override
  public synchronized Future<ApiKey> read(Tenant tenant, KeyId id) {
    ApiKey key = rows.key(id);
    if (away) {
      return Future.failedFuture(unavailable());
    }
    return key != null && key.tenant().equals(tenant)
        ? Future.succeededFuture(key)
        : Future.failedFuture(new LedgerException(LedgerException.Reason.NOT_FOUND, "no such key"));
  }

  @Override
  public synchronized Future<Changed> change(
      Attribution by, KeyId id, IfVersion ifVersion, KeyAction action) {
    if (away) {
      return Future.failedFuture(unavailable());
    }
    try {
      long at = change(id, action);
      return read(by.tenant(), id).map(key -> new Changed(key, at));
    } catch (LedgerException refusal) {
      return Future.failedFuture(refusal);
    }
  }

  private static LedgerException unavailable() {
    return new LedgerException(LedgerException.Reason.UNAVAILABLE, "the store is away");
  }

  @Override
  public synchronized Future<Void> start(Listener listener) {
    MapFollower follower = new MapFollower(listener, Vertx.currentContext());
    followers.add(follower);
    if (!feedLost) {
      follower.catchUp(revision, rows.haveForeign());
    }
    return follower.started();
  }

  @Override
  public synchronized Future<Void> close() {
    followers.clear();
    return Future.succeededFuture();
  }

  private LookupResult answer(KeyDigest digest) {
    if (away) {
      return new LookupResult.Unknown(new IllegalStateException("the store is away"));
    }
    return rows.find(digest, revision);
  }

  private void tell(@Nullable Collection<KeyId> ids) {
    for (MapFollower follower : followers) {
      follower.note(ids);
      if (!feedLost) {
        follower.catchUp(revision, rows.haveForeign());
      }
    }
  }

  private long changed(Collection<KeyId> ids) {
    long now = ++revision;
    tell(ids);
    return now;
  }

  /** The ids of all keys, for a test's messages. */
  @Override
  public synchronized String toString() {
    return rows.toString();
  }
}
