// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.option;

import java.time.Duration;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code 90s}, {@code 15m}, {@code 1h} and {@code 7d}. */
public final class DurationConverter implements ITypeConverter<Duration> {
  private static final int MOST_DIGITS = 9;

  @Override
  public Duration convert(String text) {
    int end = text.length() - 1;
    boolean digits =
        end >= 1 && end <= MOST_DIGITS && text.substring(0, end).chars().allMatch(this::isDigit);
    if (!digits) {
      throw refused(text);
    }
    long count = Long.parseLong(text.substring(0, end));
    return switch (text.charAt(end)) {
      case 's' -> Duration.ofSeconds(count);
      case 'm' -> Duration.ofMinutes(count);
      case 'h' -> Duration.ofHours(count);
      case 'd' -> Duration.ofDays(count);
      default -> throw refused(text);
    };
  }

  private boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private static TypeConversionException refused(String text) {
    return new TypeConversionException("'" + text + "' is not a time such as 90s, 15m, 1h or 7d");
  }
}
