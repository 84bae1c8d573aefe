// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.gateway.refusal.Refusal;
import java.util.Arrays;

/**
 * One pass over a target. Refuses dot segments in any spelling, empty segments, encoded slashes and
 * backslashes, doubly encoded bytes, control bytes, invalid percent-encoding, invalid or overlong
 * UTF-8, path parameters even encoded, and segments that end in a dot or blank: each is read
 * differently by some server, and then what was authorized would not be what is served. For one
 * target after another; one thread.
 */
final class TargetParser {
  private static final int MAX_SEGMENTS = 256;

  private static final int USUAL_SEGMENTS = 16;

  /** By character: whether it may stand in a path as it is. */
  private static final boolean[] PLAIN = plain();

  private String target = "";
  private int end;
  private int[] starts = new int[USUAL_SEGMENTS];
  private int count;
  private boolean encoded;
  private int at;

  /**
   * Parses a target in origin form.
   *
   * @throws Refusal AMBIGUOUS_PATH when the path has more than one reading
   */
  CanonicalTarget parse(String originForm) {
    target = originForm;
    int question = target.indexOf('?');
    end = question < 0 ? target.length() : question;
    count = 0;
    encoded = false;
    if (end == 0 || target.charAt(0) != '/') {
      throw CanonicalTarget.ambiguous();
    }
    at = 1;
    while (at < end) {
      segment();
    }
    mark(target.charAt(end - 1) == '/' ? end : end + 1);
    requirePlainQuery();
    return new CanonicalTarget(target, end, Arrays.copyOf(starts, count + 1), encoded);
  }

  /** Reads up to and past the next slash. */
  private void segment() {
    int start = at;
    mark(start);
    count++;
    int dots = 0;
    int length = 0;
    int last = 0;
    int triplet = 0;
    while (at < end && target.charAt(at) != '/') {
      last = octet();
      // A percent sign can only have been encoded; with two digits after it, it decodes once more.
      triplet = last == '%' ? 1 : triplet > 0 && isHexDigit(last) ? triplet + 1 : 0;
      if (triplet == 3) {
        throw CanonicalTarget.ambiguous();
      }
      dots += last == '.' ? 1 : 0;
      length++;
    }
    boolean onlyDots = dots == length && length <= 2;
    if (length == 0 || onlyDots || last == '.' || last == ' ') {
      throw CanonicalTarget.ambiguous();
    }
    at++;
  }

  /** One character as the upstream will read it, percent-encoded ones decoded and checked. */
  private int octet() {
    char c = target.charAt(at++);
    if (c != '%') {
      if (c >= PLAIN.length || !PLAIN[c]) {
        throw CanonicalTarget.ambiguous();
      }
      return c;
    }
    encoded = true;
    int octet = hexPair();
    if (octet < ' ' || octet == 0x7F || octet == '/' || octet == '\\' || octet == ';') {
      throw CanonicalTarget.ambiguous();
    }
    return octet < 0x80 ? octet : continuation(octet);
  }

  private static boolean[] plain() {
    boolean[] plain = new boolean[0x7F];
    Arrays.fill(plain, ' ' + 1, plain.length, true);
    for (char c : "\\#;\"<>^`{|}".toCharArray()) {
      plain[c] = false;
    }
    return plain;
  }

  /** The rest of a UTF-8 sequence, which must be shortest-form and percent-encoded throughout. */
  private int continuation(int lead) {
    int more = lead >= 0xC2 && lead <= 0xDF ? 1 : (lead & 0xF0) == 0xE0 ? 2 : 3;
    if (lead < 0xC2 || lead > 0xF4) {
      throw CanonicalTarget.ambiguous();
    }
    int point = lead & (0x3F >> more);
    for (int i = 0; i < more; i++) {
      if (at >= end || target.charAt(at) != '%') {
        throw CanonicalTarget.ambiguous();
      }
      at++;
      int octet = hexPair();
      if ((octet & 0xC0) != 0x80) {
        throw CanonicalTarget.ambiguous();
      }
      point = point << 6 | (octet & 0x3F);
    }
    boolean overlong = (more == 2 && point < 0x800) || (more == 3 && point < 0x10000);
    boolean control = point < 0xA0;
    boolean surrogate = point >= 0xD800 && point <= 0xDFFF;
    if (overlong || control || surrogate || point > 0x10FFFF) {
      throw CanonicalTarget.ambiguous();
    }
    return point;
  }

  private int hexPair() {
    if (!isHex(at) || !isHex(at + 1)) {
      throw CanonicalTarget.ambiguous();
    }
    int octet =
        Character.digit(target.charAt(at), 16) << 4 | Character.digit(target.charAt(at + 1), 16);
    at += 2;
    return octet;
  }

  private boolean isHex(int i) {
    return i < end && isHexDigit(target.charAt(i));
  }

  private static boolean isHexDigit(int c) {
    return c < 0x80 && Character.digit(c, 16) >= 0;
  }

  private void requirePlainQuery() {
    for (int i = end + 1; i < target.length(); i++) {
      char c = target.charAt(i);
      if (c <= ' ' || c >= 0x7F || c == '#') {
        throw CanonicalTarget.ambiguous();
      }
    }
  }

  private void mark(int start) {
    if (count >= MAX_SEGMENTS) {
      throw CanonicalTarget.ambiguous();
    }
    if (count == starts.length) {
      starts = Arrays.copyOf(starts, count * 2);
    }
    starts[count] = start;
  }
}
