// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.usage;

import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.UsageReports.GroupBy;
import dev.latchkey.keys.UsageReports.Range;
import dev.latchkey.keys.UsageReports.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The parameters of a question about usage: by default the last 24 hours, by the hour. */
final class UsageQuery {
  private static final long MOST_POINTS = 3_000;
  private static final Duration DEFAULT = Duration.ofHours(24);

  private UsageQuery() {}

  /**
   * @param key null for all of the tenant
   * @throws dev.latchkey.admin.problem.Problem when the parameters make no range
   */
  static Range read(Members query, @Nullable KeyId key, Instant now) {
    Step step = word(query.text("step"), Step.class, Step.HOUR);
    GroupBy groupBy = word(query.text("groupBy"), GroupBy.class, GroupBy.NOTHING);
    Instant until = query.instant("to");
    Instant to = until == null ? now.plusMillis(1) : until;
    Instant since = query.instant("from");
    Instant from = whole(since == null ? to.minus(DEFAULT) : since, step);
    if (!from.isBefore(to)) {
      query.fault("from", FaultCode.INVALID);
    } else if (Duration.between(from, to).dividedBy(step.length()) > MOST_POINTS) {
      query.fault("step", FaultCode.INVALID);
    }
    query.faults().refuseIfAny();
    return new Range(key, from, to, step, groupBy);
  }

  private static Instant whole(Instant instant, Step step) {
    long seconds = step.length().toSeconds();
    return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), seconds) * seconds);
  }

  private static <E extends Enum<E>> E word(@Nullable String word, Class<E> type, E otherwise) {
    return word == null ? otherwise : Enum.valueOf(type, word.toUpperCase(Locale.ROOT));
  }
}
