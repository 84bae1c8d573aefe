// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * So many calls per calendar day or month, UTC.
 *
 * @param limit calls per period, at least 1
 */
public record Quota(String name, long limit, Period period) {
  /** The calendar unit after which a quota starts anew. */
  public enum Period {
    DAY,
    MONTH
  }

  public Quota {
    if (name.isEmpty() || limit < 1) {
      throw new IllegalArgumentException("a quota has a name and a limit of at least 1");
    }
  }
}
