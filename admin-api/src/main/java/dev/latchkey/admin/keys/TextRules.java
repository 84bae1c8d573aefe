// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** What people may call things: composed (NFC), trimmed, short, and without invisible tricks. */
final class TextRules {
  static final int NAME = 100;
  private static final int DESCRIPTION = 500;
  private static final int TAG = 50;

  private TextRules() {}

  static String name(String text, Faults faults) {
    return line(text, "/name", NAME, faults);
  }

  static String description(String text, Faults faults) {
    String composed = trimmed(Normalizer.normalize(text, Normalizer.Form.NFC));
    if (length(composed) > DESCRIPTION) {
      faults.add("/description", FaultCode.TOO_LONG, String.valueOf(DESCRIPTION));
    }
    if (composed.codePoints().anyMatch(c -> c != '\n' && c != '\t' && isForbidden(c))) {
      faults.add("/description", FaultCode.FORBIDDEN_CHARACTER);
    }
    return composed;
  }

  static List<String> tags(List<String> texts, Faults faults) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String tag = line(texts.get(i), "/tags/" + i, TAG, faults);
      if (tags.contains(tag)) {
        faults.add("/tags/" + i, FaultCode.DUPLICATE);
      }
      tags.add(tag);
    }
    return tags;
  }

  static String line(String text, String pointer, int longest, Faults faults) {
    String composed = trimmed(Normalizer.normalize(text, Normalizer.Form.NFC));
    if (composed.codePoints().allMatch(TextRules::isInvisible)) {
      faults.add(pointer, FaultCode.TOO_SHORT, "1");
    } else if (length(composed) > longest) {
      faults.add(pointer, FaultCode.TOO_LONG, String.valueOf(longest));
    } else if (composed.codePoints().anyMatch(TextRules::isForbidden)) {
      faults.add(pointer, FaultCode.FORBIDDEN_CHARACTER);
    }
    return composed;
  }

  /** Without what cannot be seen at its ends; inside a word a joiner may have a meaning. */
  private static String trimmed(String text) {
    int start = 0;
    int end = text.length();
    while (start < end && isSpace(text.charAt(start))) {
      start++;
    }
    while (start < end && isSpace(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(start, end);
  }

  private static boolean isSpace(int c) {
    return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == 0x200B || c == 0xFEFF;
  }

  private static boolean isInvisible(int c) {
    return isSpace(c) || (Character.getType(c) == Character.FORMAT && !isForbidden(c));
  }

  private static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  /** Controls, line and paragraph separators, and what turns the direction of writing around. */
  private static boolean isForbidden(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
