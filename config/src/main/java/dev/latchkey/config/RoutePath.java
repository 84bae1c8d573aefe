// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A path of the file: literal segments, {@code {name}} for one segment, and {@code **} as the last.
 * Literals are what a canonical request can contain, so that no route is dead from the start.
 */
final class RoutePath {
  private static final Pattern NAME = Pattern.compile("\\{[A-Za-z][A-Za-z0-9_]{0,31}}");

  /** RFC 3986 section 3.3 without percent-encoding, ; and *. */
  private static final Pattern LITERAL = Pattern.compile("[A-Za-z0-9._~!$&'()+,=:@-]+");

  private static final int LONGEST = 2048;

  private final String text;
  private final List<String> segments;

  private RoutePath(String text, List<String> segments) {
    this.text = text;
    this.segments = segments;
  }

  /** The parsed path, or null after reporting the first thing wrong with it. */
  static @Nullable RoutePath read(Text text, Problems problems) {
    String path = text.value();
    String fault = faultOfWhole(path);
    List<String> segments = fault == null ? split(path) : List.of();
    if (fault == null) {
      fault = faultOfSegments(segments);
    }
    if (fault != null) {
      problems.add(text.place(), text.quoted() + " is not a path", fault);
      return null;
    }
    return new RoutePath(path, segments);
  }

  String text() {
    return text;
  }

  /** The same for all paths that match the same requests. */
  String shape() {
    StringBuilder shape = new StringBuilder();
    for (String segment : segments) {
      shape.append('/').append(segment.startsWith("{") ? "{}" : segment);
    }
    return shape.toString();
  }

  boolean isLiteral() {
    return segments.stream().noneMatch(segment -> segment.startsWith("{") || segment.equals("**"));
  }

  /** Whether the other path is literal and made of this one's first segments. */
  boolean beginsWith(RoutePath other) {
    return other.isLiteral()
        && other.segments.size() <= segments.size()
        && segments.subList(0, other.segments.size()).equals(other.segments);
  }

  private static List<String> split(String path) {
    return path.equals("/") ? List.of() : List.of(path.substring(1).split("/", -1));
  }

  private static @Nullable String faultOfWhole(String path) {
    if (!path.startsWith("/")) {
      return "it begins with /";
    }
    if (path.length() > LONGEST) {
      return "at most " + LONGEST + " characters";
    }
    if (path.length() > 1 && path.endsWith("/")) {
      return "no / at the end";
    }
    if (path.contains("//")) {
      return "no empty segment";
    }
    for (char c : new char[] {'?', '#', '%', ';', '\\'}) {
      if (path.indexOf(c) >= 0) {
        return "without " + c;
      }
    }
    return null;
  }

  private static @Nullable String faultOfSegments(List<String> segments) {
    if (!segments.isEmpty() && segments.get(0).equals(".latchkey")) {
      return "/.latchkey is Latchkey's own: there whoever holds a key looks after it";
    }
    Set<String> names = new HashSet<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < segments.size() && faults.isEmpty(); i++) {
      String segment = segments.get(i);
      boolean last = i == segments.size() - 1;
      if (segment.indexOf('{') >= 0 || segment.indexOf('}') >= 0) {
        if (!NAME.matcher(segment).matches()) {
          faults.add("{name} stands for one whole segment; no pattern can be given");
        } else if (!names.add(segment)) {
          faults.add(segment + " is there twice");
        }
      } else if (segment.indexOf('*') >= 0) {
        if (!last || !segment.equals("**")) {
          faults.add("only /** at the end, or {name} for one segment");
        }
      } else if (!LITERAL.matcher(segment).matches()) {
        faults.add("segments are letters, digits and -._~!$&'()+,=:@; use {name} for others");
      } else if (segment.endsWith(".")) {
        faults.add("no segment may end in a dot");
      }
    }
    return faults.isEmpty() ? null : faults.get(0);
  }
}
