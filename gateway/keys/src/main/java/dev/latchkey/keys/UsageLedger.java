// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** The data plane's write port: how often keys were used. Batched by the caller. */
public interface UsageLedger {
  /** Upper bounds of a histogram's buckets in milliseconds; the last bucket has none. */
  List<Integer> BOUNDS_MILLIS = List.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500);

  /** Buckets of a histogram. */
  int BUCKETS = BOUNDS_MILLIS.size() + 1;

  /** Adds counts of one minute, one statement for all of them. */
  Future<Void> add(Instant minute, List<Count> counts);

  /** Sums minutes into hours and days, and forgets what is too old. One node does it at a time. */
  Future<Void> rollUp(Retention keep);

  /** For how long counts are kept by the minute, by the hour and by the day, and single calls. */
  record Retention(Duration minutes, Duration hours, Duration days, Duration calls) {}

  /**
   * Calls of one key that ended alike.
   *
   * @param statusClass 2 for 2xx and so on; 0 when the client left before it was answered
   * @param outcome {@code forwarded}, {@code upstream_error}, {@code aborted}, or the code of our
   *     own answer
   * @param histogram calls by duration, in {@link #BUCKETS} buckets
   */
  // Made for one flush, and never changed.
  @SuppressWarnings("ArrayRecordComponent")
  record Count(
      Tenant tenant, KeyId key, String route, int statusClass, String outcome, long[] histogram) {

    /** All calls. */
    public long calls() {
      long sum = 0;
      for (long bucket : histogram) {
        sum += bucket;
      }
      return sum;
    }
  }
}
