// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.time.Duration;

/**
 * For how long what is known of calls is kept. Old data goes by whole days, and by whole months for
 * hours and days.
 *
 * @param minutes counts by the minute, 1 to 31 days
 * @param hours counts by the hour, 7 to 730 days
 * @param days counts by the day, 31 to 3650 days
 * @param calls single calls, 1 hour to 31 days; nothing older is shown
 */
public record RetentionConfig(Duration minutes, Duration hours, Duration days, Duration calls) {
  /** What holds when the file says nothing. */
  public static final RetentionConfig DEFAULT =
      new RetentionConfig(
          Duration.ofHours(48), Duration.ofDays(90), Duration.ofDays(730), Duration.ofHours(24));
}
