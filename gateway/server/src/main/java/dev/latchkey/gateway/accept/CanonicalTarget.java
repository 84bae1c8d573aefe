// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The request target after its one and only parse: path segments for matching, and the very bytes
 * for forwarding. Router, scope check, limiter, log and upstream all see this value. What could be
 * read in more than one way was refused, not repaired (RFC 3986, section 3.3 and 6.2.2).
 */
public final class CanonicalTarget {
  private final String target;
  private final int end;
  private final int[] starts;
  private final boolean encoded;

  /**
   * @param end of the path
   * @param starts of each segment, and behind them where another would start
   */
  CanonicalTarget(String target, int end, int[] starts, boolean encoded) {
    this.target = target;
    this.end = end;
    this.starts = starts;
    this.encoded = encoded;
  }

  /**
   * Parses a target in origin form.
   *
   * @throws Refusal AMBIGUOUS_PATH when the path has more than one reading
   */
  public static CanonicalTarget parse(String target) {
    return new TargetParser().parse(target);
  }

  /** The path as it came, beginning with a slash. */
  public String path() {
    return target.substring(0, end);
  }

  /** The length of {@link #path}, which {@link #toString} begins with. */
  public int pathLength() {
    return end;
  }

  /** The query as it came, without the question mark; null for none. */
  public @Nullable String query() {
    return end == target.length() ? null : target.substring(end + 1);
  }

  /** Number of segments; a final slash adds none. */
  public int segments() {
    return starts.length - 1;
  }

  /** Segment {@code i}, decoded once. */
  public String segment(int i) {
    String raw = target.substring(starts[i], starts[i + 1] - 1);
    return encoded && raw.indexOf('%') >= 0 ? decode(raw) : raw;
  }

  /** The hash of {@link #segment}, without making one where nothing is encoded. */
  public int segmentHash(int i) {
    if (encoded) {
      return segment(i).hashCode();
    }
    int hash = 0;
    for (int at = starts[i]; at < starts[i + 1] - 1; at++) {
      hash = 31 * hash + target.charAt(at);
    }
    return hash;
  }

  /** Whether {@link #segment} is this text, in this letter case. */
  public boolean isSegment(int i, String text) {
    if (encoded) {
      return segment(i).equals(text);
    }
    int length = starts[i + 1] - 1 - starts[i];
    return length == text.length() && target.startsWith(text, starts[i]);
  }

  /** What to ask an upstream for, after leaving out the first segments: path and query. */
  public String forwardable(int stripped) {
    return forwardable(stripped, "");
  }

  /** The same, with a literal prefix in front of what is left. */
  public String forwardable(int stripped, String prefix) {
    if (stripped == 0 && prefix.isEmpty()) {
      return target;
    }
    int from = stripped == 0 ? 0 : Math.min(starts[stripped] - 1, end);
    String whole = prefix + target.substring(from);
    return whole.isEmpty() || whole.charAt(0) == '?' ? "/" + whole : whole;
  }

  private static String decode(String raw) {
    byte[] out = new byte[raw.length()];
    int size = 0;
    for (int i = 0; i < raw.length(); i++) {
      char c = raw.charAt(i);
      if (c == '%') {
        c =
            (char)
                (Character.digit(raw.charAt(i + 1), 16) << 4
                    | Character.digit(raw.charAt(i + 2), 16));
        i += 2;
      }
      out[size++] = (byte) c;
    }
    return new String(out, 0, size, StandardCharsets.UTF_8);
  }

  static Refusal ambiguous() {
    return Refusal.because(Reason.AMBIGUOUS_PATH);
  }

  /** Path and query, for the log. */
  @Override
  public String toString() {
    return target;
  }
}
