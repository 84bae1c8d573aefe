// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.keys.calls.CallRecord;

/**
 * What of a call may be kept. A path is the caller's own text, and now and then somebody puts a key
 * into it: whatever is as long as a key's random part is cut, and so is the path itself.
 */
final class Discretion {
  private static final int LONGEST_PATH = 300;
  private static final int LONGEST_METHOD = 20;

  /** A minted key ends in so many letters and digits. */
  private static final int SECRET_LENGTH = 36;

  private static final int SHOWN = 4;

  private Discretion() {}

  static CallRecord applied(CallRecord call) {
    return new CallRecord(
        call.at(),
        call.requestId(),
        call.tenant(),
        call.key(),
        call.route(),
        shortened(call.method(), LONGEST_METHOD),
        shortened(withoutSecrets(call.path()), LONGEST_PATH),
        call.client(),
        call.status(),
        call.code(),
        call.cause(),
        call.named(),
        call.shadow(),
        call.durationMicros());
  }

  static String withoutSecrets(String path) {
    StringBuilder kept = new StringBuilder(path.length());
    int from = 0;
    while (from < path.length()) {
      int to = from;
      while (to < path.length() && isLetterOrDigit(path.charAt(to))) {
        to++;
      }
      if (to - from >= SECRET_LENGTH) {
        kept.append(path, from, from + SHOWN).append('\u2026');
      } else {
        kept.append(path, from, to);
      }
      if (to < path.length()) {
        kept.append(path.charAt(to));
      }
      from = to + 1;
    }
    return kept.toString();
  }

  /** A zero cannot be stored, and no path that was accepted has one. */
  private static String shortened(String text, int most) {
    String cut = text.length() <= most ? text : text.substring(0, most) + '\u2026';
    return cut.replace('\0', ' ');
  }

  private static boolean isLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }
}
