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
  private @Nullable Applied last;
  private volatile long usedNanos;

  /** Whether the cache has heard lately that this is in use. */
  boolean wasUsed(long nowNanos) {
    return nowNanos - usedNanos < RECENT_NANOS;
  }

  /** The cache hears that this is in use. */
  void use(long nowNanos) {
    usedNanos = nowNanos;
  }

  /** The counters that apply to one route, resolved once and reused while nothing changes. */
  private record Applied(
      List<Limit> keyLimits,
      Route route,
      @Nullable Bucket only,
      List<Bucket> buckets,
      String policy) {
    /** Whether they apply here as well: to that route, or to another without limits of its own. */
    // The same objects mean that nothing changed; equal ones would cost a comparison per request.
    @SuppressWarnings("ReferenceEquality")
    boolean isFor(List<Limit> limits, Route other) {
      return limits == keyLimits
          && (other == route
              || (other.limits().isEmpty()
                  && route.limits().isEmpty()
                  && other.isOwn() == route.isOwn()));
    }
  }

  /**
   * @param keyLimits counted over all routes together
   * @param count whether the call is counted if it is admitted
   */
  synchronized Decision decide(List<Limit> keyLimits, Route route, boolean count, long nowNanos) {
    Applied applied = last;
    if (applied == null || !applied.isFor(keyLimits, route)) {
      applied = apply(keyLimits, route, nowNanos);
      last = applied;
    }
    Bucket only = applied.only();
    return only == null
        ? decide(applied.buckets(), applied.policy(), count, nowNanos)
        : decide(only, count, nowNanos);
  }

  /** The same under the limits of the key's consumer as well: all of them count, or none does. */
  synchronized Decision decide(
      KeyState key,
      Route route,
      Together limits,
      SharedBuckets together,
      boolean count,
      long nowNanos) {
    Applied own = apply(key.nodeLimits(), route, nowNanos);
    synchronized (together) {
      List<Bucket> counting = new ArrayList<>(own.buckets());
      counting.addAll(together.of(limits, nowNanos));
      boolean alone = own.buckets().isEmpty();
      String policy = alone ? together.policy() : own.policy() + ", " + together.policy();
      return decide(counting, policy, count, nowNanos);
    }
  }

  private static Decision decide(Bucket only, boolean count, long nowNanos) {
    boolean admitted = only.hasOne(nowNanos);
    if (admitted && count) {
      only.take();
    }
    return only.decision(admitted);
  }

  private static Decision decide(
      List<Bucket> counting, String policy, boolean count, long nowNanos) {
    boolean admitted = true;
    for (int i = 0; i < counting.size(); i++) {
      admitted &= counting.get(i).hasOne(nowNanos);
    }
    List<Decision.Standing> standings = new ArrayList<>(counting.size());
    for (int i = 0; i < counting.size(); i++) {
      if (admitted && count) {
        counting.get(i).take();
      }
      standings.add(counting.get(i).standing(admitted));
    }
    return new Decision(admitted, standings, policy);
  }

  private Applied apply(List<Limit> keyLimits, Route route, long nowNanos) {
    List<Bucket> counting = new ArrayList<>();
    // A key that has used up its calls can still be looked after.
    for (Limit limit : route.isOwn() ? List.<Limit>of() : keyLimits) {
      counting.add(bucket(limit.name(), limit, nowNanos));
    }
    for (Limit limit : route.limits()) {
      // A line feed is in no name, so a route's counter never collides with a key's own.
      counting.add(bucket(route.id() + '\n' + limit.name(), limit, nowNanos));
    }
    Bucket only = counting.size() == 1 ? counting.get(0) : null;
    String policy =
        only == null
            ? counting.stream().map(Bucket::policy).collect(Collectors.joining(", "))
            : only.policy();
    return new Applied(keyLimits, route, only, List.copyOf(counting), policy);
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
