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
  private final String path;
  private final @Nullable String query;
  private final int[] starts;
  private final int count;
  private final boolean encoded;

  CanonicalTarget(String path, @Nullable String query, int[] starts, int count, boolean encoded) {
    this.path = path;
    this.query = query;
    this.starts = starts;
    this.count = count;
    this.encoded = encoded;
  }

  /**
   * Parses a target in origin form.
   *
   * @throws Refusal AMBIGUOUS_PATH when the path has more than one reading
   */
  public static CanonicalTarget parse(String target) {
    return new TargetParser(target).parse();
  }

  /** The path as it came, beginning with a slash. */
  public String path() {
    return path;
  }

  /** The query as it came, without the question mark; null for none. */
  public @Nullable String query() {
    return query;
  }

  /** Number of segments; a final slash adds none. */
  public int segments() {
    return count;
  }

  /** Segment {@code i}, decoded once. */
  public String segment(int i) {
    String raw = path.substring(starts[i], starts[i + 1] - 1);
    return encoded && raw.indexOf('%') >= 0 ? decode(raw) : raw;
  }

  /** What to ask an upstream for, after leaving out the first segments: path and query. */
  public String forwardable(int stripped) {
    return forwardable(stripped, "");
  }

  /** The same, with a literal prefix in front of what is left. */
  public String forwardable(int stripped, String prefix) {
    String rest =
        stripped == 0 ? path : path.substring(Math.min(starts[stripped] - 1, path.length()));
    String whole = prefix.isEmpty() ? rest : prefix + rest;
    if (whole.isEmpty()) {
      whole = "/";
    }
    return query == null ? whole : whole + "?" + query;
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
    return forwardable(0);
  }
}
