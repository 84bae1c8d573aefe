// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.CallTally;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.Limit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * All counters of one key. The lock makes several limits one decision: between looking and counting
 * nobody else counts and time stands still. It is held for nanoseconds.
 */
final class KeyBuckets implements CallTally {
  private static final long RECENT_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Map<String, Bucket> byName = new HashMap<>();
  private volatile long usedNanos;

  /** Whose limits the counters below were resolved for, and on which route. */
  private @Nullable List<Limit> keyLimits;

  private @Nullable Route route;

  /** Those that apply, resolved once and kept while nothing changes. */
  private List<Bucket> counting = List.of();

  /** The one that applies; null for several, or none. */
  private @Nullable Bucket only;

  private String policy = "";

  /** Whether the cache has heard lately that this is in use. */
  boolean wasUsed(long nowNanos) {
    return nowNanos - usedNanos < RECENT_NANOS;
  }

  /** The cache hears that this is in use. */
  void use(long nowNanos) {
    usedNanos = nowNanos;
  }

  /**
   * @param ofKey limits that are counted over all routes together
   * @param count whether the call is counted if it is admitted
   */
  synchronized Decision decide(List<Limit> ofKey, Route asked, boolean count, long nowNanos) {
    resolve(ofKey, asked, nowNanos);
    Bucket alone = only;
    return alone == null
        ? decide(counting, policy, count, nowNanos)
        : decide(alone, count, nowNanos);
  }

  /** The same under the limits of the key's consumer as well: all of them count, or none does. */
  synchronized Decision decide(
      KeyState key,
      Route asked,
      Together limits,
      SharedBuckets together,
      boolean count,
      long nowNanos) {
    resolve(key.nodeLimits(), asked, nowNanos);
    synchronized (together) {
      List<Bucket> all = new ArrayList<>(counting);
      all.addAll(together.of(limits, nowNanos));
      String shared = together.policy();
      return decide(all, counting.isEmpty() ? shared : policy + ", " + shared, count, nowNanos);
    }
  }

  private Decision decide(Bucket only, boolean count, long nowNanos) {
    if (!only.hasOne(nowNanos)) {
      return ReadyRefusals.of(counting, policy);
    }
    if (count) {
      only.take();
    }
    return only.admission();
  }

  private static Decision decide(
      List<Bucket> counting, String policy, boolean count, long nowNanos) {
    boolean admitted = true;
    for (int i = 0; i < counting.size(); i++) {
      admitted &= counting.get(i).hasOne(nowNanos);
    }
    if (!admitted) {
      return ReadyRefusals.of(counting, policy);
    }
    List<Decision.Standing> standings = new ArrayList<>(counting.size());
    for (int i = 0; i < counting.size(); i++) {
      if (count) {
        counting.get(i).take();
      }
      standings.add(counting.get(i).standing(true));
    }
    return new Decision(true, standings, policy);
  }

  private void resolve(List<Limit> ofKey, Route next, long nowNanos) {
    Route before = route;
    if (before != null && isResolved(ofKey, before, next)) {
      return;
    }
    List<Bucket> applying = new ArrayList<>();
    // A key that has used up its calls can still be looked after.
    for (Limit limit : next.isOwn() ? List.<Limit>of() : ofKey) {
      applying.add(bucket(limit.name(), limit, nowNanos));
    }
    for (Limit limit : next.limits()) {
      // A line feed is in no name, so a route's counter never collides with a key's own.
      applying.add(bucket(next.id() + '\n' + limit.name(), limit, nowNanos));
    }
    keyLimits = ofKey;
    route = next;
    counting = List.copyOf(applying);
    Bucket alone = applying.size() == 1 ? applying.get(0) : null;
    only = alone;
    policy = alone == null ? policies(applying) : alone.policy();
  }

  private static String policies(List<Bucket> of) {
    return of.stream().map(Bucket::policy).collect(Collectors.joining(", "));
  }

  /** Whether the counters are the same on that route, or on another without limits of its own. */
  // The same objects mean that nothing changed; equal ones would cost a comparison per request.
  @SuppressWarnings("ReferenceEquality")
  private boolean isResolved(List<Limit> ofKey, Route before, Route next) {
    return ofKey == keyLimits
        && (next == before
            || (next.limits().isEmpty()
                && before.limits().isEmpty()
                && next.isOwn() == before.isOwn()));
  }

  /** The counter of this name; a changed limit starts a new one. */
  private Bucket bucket(String name, Limit limit, long nowNanos) {
    Bucket present = byName.get(name);
    if (present == null || !present.limit().equals(limit)) {
      present = new Bucket(LimitTerms.of(limit), nowNanos);
      byName.put(name, present);
    }
    return present;
  }
}
