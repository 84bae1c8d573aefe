// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Lengths of time as the file writes them: a whole number and its unit. */
final class Durations {
  /** What to say where a length of time is not one. */
  static final String HINT = "a whole number with its unit: 500ms, 60s, 5m, 1h, 30d";

  private static final Pattern SHAPE = Pattern.compile("(0|[1-9][0-9]{0,8})(ms|s|m|h|d)");

  private Durations() {}

  /** Null for anything else, a number without a unit included. */
  static @Nullable Duration parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    long count = Long.parseLong(matcher.group(1));
    return switch (matcher.group(2)) {
      case "ms" -> Duration.ofMillis(count);
      case "s" -> Duration.ofSeconds(count);
      case "m" -> Duration.ofMinutes(count);
      case "h" -> Duration.ofHours(count);
      default -> Duration.ofDays(count);
    };
  }

  /** In the largest unit that divides it. */
  static String show(Duration duration) {
    long millis = duration.toMillis();
    if (millis % 1000 != 0) {
      return millis + "ms";
    }
    long seconds = millis / 1000;
    if (seconds == 0 || seconds % 60 != 0) {
      return seconds + "s";
    }
    if (seconds % 3600 != 0) {
      return seconds / 60 + "m";
    }
    return seconds % 86_400 == 0 ? seconds / 86_400 + "d" : seconds / 3600 + "h";
  }
}
