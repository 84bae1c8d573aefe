// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers of bytes as the file writes them: a whole number and its unit. */
final class Sizes {
  private static final String HINT = "a whole number with its unit: 512B, 64KiB, 10MiB, 1GiB";
  private static final Pattern SHAPE = Pattern.compile("([1-9][0-9]{0,8})(B|KiB|MiB|GiB)");

  private Sizes() {}

  /** At least 1; 0 after reporting anything else. */
  static long read(Value value) {
    Text text = value.text();
    if (text == null) {
      return 0;
    }
    Matcher matcher = SHAPE.matcher(text.value());
    if (!matcher.matches()) {
      value.problem(text.quoted() + " is not a size", HINT);
      return 0;
    }
    int shift =
        switch (matcher.group(2)) {
          case "B" -> 0;
          case "KiB" -> 10;
          case "MiB" -> 20;
          default -> 30;
        };
    return Long.parseLong(matcher.group(1)) << shift;
  }
}
