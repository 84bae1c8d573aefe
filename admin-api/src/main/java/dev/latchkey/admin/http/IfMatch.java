// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.IfVersion;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a change asks of the version that it finds (RFC 9110, 13.1.1). */
final class IfMatch {
  private static final int LONGEST = 1_000;

  /** An entity tag (RFC 9110, 8.8.3) and what parts it from the next; a version is of ours. */
  private static final Pattern TAG =
      Pattern.compile(
          "[ \\t,]*(?:(?<weak>W/)?\"(?:v(?<version>[0-9]{1,17})|[\\x21\\x23-\\x7E\\x80-\\xFF]*)\"["
              + " \\t]*(?:,|$))");

  private IfMatch() {}

  /**
   * The versions that are asked for. Weak tags and those that we never gave match nothing.
   *
   * @param fields the values of If-Match, as many as were sent
   */
  static IfVersion versions(List<String> fields) {
    String text = String.join(",", fields).strip();
    if (fields.isEmpty() || text.equals("*")) {
      return IfVersion.ANY;
    }
    Set<Long> versions = text.length() > LONGEST ? Set.of() : strong(text);
    if (versions.isEmpty()) {
      throw Problem.of(ProblemCode.PRECONDITION_FAILED);
    }
    return IfVersion.oneOf(versions);
  }

  private static Set<Long> strong(String text) {
    Set<Long> versions = new HashSet<>();
    Matcher tags = TAG.matcher(text);
    int end = 0;
    while (end < text.length()) {
      if (!tags.find(end) || tags.start() != end) {
        throw malformed();
      }
      end = tags.end();
      String version = tags.group("version");
      if (version != null && tags.group("weak") == null) {
        versions.add(Long.parseLong(version));
      }
    }
    if (text.isEmpty()) {
      throw malformed();
    }
    return versions;
  }

  private static Problem malformed() {
    return Problem.of(
        ProblemCode.VALIDATION_FAILED, "/header/If-Match", FaultCode.INVALID_ENTITY_TAG);
  }
}
