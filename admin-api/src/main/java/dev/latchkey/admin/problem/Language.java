// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.problem;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The languages that people are answered in. Codes and member names are never translated. */
public enum Language {
  EN,
  VI;

  private static final int MOST_RANGES = 10;

  /** The tag, such as {@code vi}. */
  public String tag() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The best of ours for an {@code Accept-Language} (RFC 9110, 12.5.4); English when in doubt. */
  public static Language negotiate(@Nullable String acceptLanguage) {
    Language best = EN;
    double bestQuality = 0;
    String[] ranges =
        acceptLanguage == null ? new String[0] : acceptLanguage.split(",", MOST_RANGES + 1);
    for (int i = 0; i < ranges.length && i < MOST_RANGES; i++) {
      String[] parts = ranges[i].split(";", 2);
      Language language = ofTag(parts[0].strip());
      double quality = parts.length == 1 ? 1 : quality(parts[1].strip());
      if (language != null && quality > bestQuality) {
        best = language;
        bestQuality = quality;
      }
    }
    return best;
  }

  private static @Nullable Language ofTag(String tag) {
    int dash = tag.indexOf('-');
    String primary = (dash < 0 ? tag : tag.substring(0, dash)).toLowerCase(Locale.ROOT);
    return switch (primary) {
      case "en", "*" -> EN;
      case "vi" -> VI;
      default -> null;
    };
  }

  private static double quality(String parameter) {
    if (!parameter.startsWith("q=")) {
      return 1;
    }
    try {
      return Double.parseDouble(parameter.substring(2));
    } catch (NumberFormatException notANumber) {
      return 0;
    }
  }
}
