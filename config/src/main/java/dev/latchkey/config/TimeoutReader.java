// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.UpstreamConfig.Timeouts;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code timeouts} of an upstream, or of a route that knows better. */
final class TimeoutReader {
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST_CONNECT = Duration.ofMinutes(1);
  private static final Duration LONGEST_RESPONSE = Duration.ofHours(1);
  private static final Duration LONGEST = Duration.ofDays(1);

  private TimeoutReader() {}

  static Timeouts read(Section section, Timeouts usual) {
    Section timeouts = section.section("timeouts");
    if (timeouts == null) {
      return usual;
    }
    Duration connect = timeouts.duration("connect", SHORTEST, LONGEST_CONNECT, usual.connect());
    Duration response = timeouts.duration("response", SHORTEST, LONGEST_RESPONSE, usual.response());
    Duration idle = timeouts.duration("idle", SHORTEST, LONGEST, usual.idle());
    Duration total = timeouts.has("total") ? total(timeouts) : usual.total();
    timeouts.finish();
    return new Timeouts(connect, response, idle, total);
  }

  /** Each of them that the route gives; the others are its upstream's. */
  static @Nullable RouteTimeouts route(Section section) {
    Section timeouts = section.section("timeouts");
    if (timeouts == null) {
      return null;
    }
    RouteTimeouts read =
        new RouteTimeouts(
            some(timeouts, "connect", LONGEST_CONNECT),
            some(timeouts, "response", LONGEST_RESPONSE),
            some(timeouts, "idle", LONGEST),
            some(timeouts, "total", LONGEST));
    timeouts.finish();
    return read;
  }

  private static @Nullable Duration total(Section timeouts) {
    return some(timeouts, "total", LONGEST);
  }

  private static @Nullable Duration some(Section timeouts, String key, Duration longest) {
    Value value = timeouts.get(key);
    return value == null ? null : value.duration(SHORTEST, longest, longest);
  }
}
