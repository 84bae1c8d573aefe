// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Locale;

/**
 * So many calls per calendar day or month, UTC.
 *
 * @param name 1 to 50 characters
 * @param limit calls per period, 1 to {@link #LARGEST}
 */
public record Quota(String name, long limit, Period period) {
  /** The largest number that every JSON reader keeps exact. */
  public static final long LARGEST = (1L << 53) - 1;

  /** The calendar unit after which a quota starts anew. */
  public enum Period implements Span {
    DAY,
    MONTH;

    /** As configuration, API and database write it. */
    @Override
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /**
     * @throws IllegalArgumentException for any other word than {@code day} and {@code month}
     */
    public static Period of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT));
    }

    /** The first day of the period that this instant falls into. */
    public LocalDate startOf(Instant instant) {
      LocalDate day = instant.atOffset(ZoneOffset.UTC).toLocalDate();
      return this == DAY ? day : day.withDayOfMonth(1);
    }

    @Override
    public long startOf(long millis) {
      return startOf(Instant.ofEpochMilli(millis))
          .atStartOfDay(ZoneOffset.UTC)
          .toInstant()
          .toEpochMilli();
    }

    @Override
    public long endOf(long startMillis) {
      return endOf(LocalDate.ofInstant(Instant.ofEpochMilli(startMillis), ZoneOffset.UTC))
          .toEpochMilli();
    }

    /** The instant at which the period that starts on this day is over. */
    public Instant endOf(LocalDate start) {
      LocalDate next = this == DAY ? start.plusDays(1) : start.plusMonths(1);
      return next.atStartOfDay(ZoneOffset.UTC).toInstant();
    }
  }

  public Quota {
    if (name.isEmpty() || name.length() > 50 || limit < 1 || limit > LARGEST) {
      throw new IllegalArgumentException("a quota has a name and a limit of 1 to " + LARGEST);
    }
  }
}
