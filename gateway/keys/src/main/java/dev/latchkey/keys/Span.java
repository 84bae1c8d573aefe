// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/** A length of time after which counting starts anew: the calendar's, or a limit's slices. */
public sealed interface Span permits Quota.Period, Slice {
  /** As the database writes it. */
  String word();

  /** When the span began that this instant falls into; both in milliseconds since 1970. */
  long startOf(long millis);

  /** When the span is over that began then; both in milliseconds since 1970. */
  long endOf(long startMillis);
}
