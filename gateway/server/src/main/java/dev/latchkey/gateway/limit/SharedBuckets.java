// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.Together;
import dev.latchkey.keys.Limit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The counters of one consumer, used by all of its keys. Whoever uses them holds this object's
 * lock, taken after the key's own: a key has one consumer, so no two wait for each other.
 */
final class SharedBuckets {
  /** Stands before the name, so that a client tells a shared limit or quota from its own. */
  static final String PREFIX = "consumer-";

  private List<Bucket> buckets = List.of();
  private @Nullable Together applied;
  private String policy = "";

  /** The counters for these limits; one whose limit did not change goes on. */
  // The same object means that nothing changed; an equal one is looked at once.
  @SuppressWarnings("ReferenceEquality")
  List<Bucket> of(Together limits, long nowNanos) {
    if (applied != limits) {
      apply(limits, nowNanos);
      applied = limits;
    }
    return buckets;
  }

  /** The members of the RateLimit-Policy field. */
  String policy() {
    return policy;
  }

  private void apply(Together limits, long nowNanos) {
    List<Bucket> next = new ArrayList<>();
    for (Limit limit : limits.nodeLimits()) {
      next.add(
          buckets.stream()
              .filter(bucket -> bucket.limit().equals(limit))
              .findFirst()
              .orElseGet(() -> new Bucket(LimitTerms.of(PREFIX + limit.name(), limit), nowNanos)));
    }
    buckets = next;
    policy = next.stream().map(Bucket::policy).collect(Collectors.joining(", "));
  }
}
