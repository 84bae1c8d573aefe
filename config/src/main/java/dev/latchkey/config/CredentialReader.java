// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** {@code credentials}: the headers that may carry a key. */
final class CredentialReader {
  /** Headers with a meaning of their own, which a key in them would disturb. Lower case. */
  private static final Set<String> RESERVED =
      Set.of(
          "accept",
          "accept-encoding",
          "connection",
          "content-encoding",
          "content-length",
          "content-type",
          "cookie",
          "date",
          "expect",
          "forwarded",
          "host",
          "http2-settings",
          "keep-alive",
          "max-forwards",
          "origin",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "range",
          "set-cookie",
          "te",
          "trace-context",
          "traceparent",
          "tracestate",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "user-agent",
          "via",
          "www-authenticate",
          "x-real-ip",
          "x-request-id");

  private static final List<String> RESERVED_FAMILIES =
      List.of(
          "x-latchkey-", "x-forwarded-", "sec-", "access-control-", "x-ratelimit-", "ratelimit");

  private CredentialReader() {}

  static List<String> read(Section section) {
    List<String> headers = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Text header : section.someWords("credentials", Word.HEADER, false)) {
      String name = header.value().toLowerCase(Locale.ROOT);
      if (isReserved(name)) {
        section
            .reading()
            .problem(
                header.place(),
                "the header " + header.quoted() + " cannot carry a key",
                "one of its own, such as X-API-Key");
      } else if (!seen.add(name)) {
        section
            .reading()
            .problem(
                header.place(),
                "the header " + header.quoted() + " is listed twice",
                "upper and lower case are the same");
      } else {
        section.reading().checks().headers().carriesKeys(name);
        headers.add(header.value());
      }
    }
    return List.copyOf(headers);
  }

  /** An underscore counts as a dash: some backends cannot tell them apart. */
  private static boolean isReserved(String name) {
    String dashed = name.replace('_', '-');
    return RESERVED.contains(dashed) || RESERVED_FAMILIES.stream().anyMatch(dashed::startsWith);
  }
}
