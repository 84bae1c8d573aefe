// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.RouteTreatment.HeaderChanges;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code requestHeaders} and {@code responseHeaders} of a route. What says who calls, where a
 * message ends, or which resource is meant cannot be changed: it was decided on.
 */
final class HeaderChangesReader {
  /** Connection-bound, framing, and how to read the bytes. Lower case, with dashes. */
  private static final Set<String> OF_THE_MESSAGE =
      Set.of(
          "connection",
          "content-encoding",
          "content-length",
          "expect",
          "host",
          "http2-settings",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "proxy-connection",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-request-id");

  private static final Set<String> OF_REQUESTS =
      Set.of(
          "forwarded",
          "grpc-timeout",
          "origin",
          "traceparent",
          "tracestate",
          "via",
          "x-http-method",
          "x-http-method-override",
          "x-method-override",
          "x-middleware-subrequest",
          "x-original-method",
          "x-original-uri",
          "x-original-url",
          "x-real-ip",
          "x-rewrite-url");

  private static final Set<String> OF_ANSWERS =
      Set.of("alt-svc", "x-accel-buffering", "x-accel-redirect", "x-sendfile");

  static final HeaderChangesReader REQUEST =
      new HeaderChangesReader(
          "requestHeaders",
          OF_REQUESTS,
          List.of("x-latchkey-", "x-forwarded-", "sec-websocket-", "access-control-"));

  /** Answers get their CORS fields from {@code cors}, and their limits from the limiter. */
  static final HeaderChangesReader RESPONSE =
      new HeaderChangesReader(
          "responseHeaders",
          OF_ANSWERS,
          List.of(
              "x-latchkey-", "sec-websocket-", "access-control-", "ratelimit", "x-ratelimit-"));

  private final String key;
  private final Set<String> reserved;
  private final List<String> families;

  private HeaderChangesReader(String key, Set<String> reserved, List<String> families) {
    this.key = key;
    this.reserved = new HashSet<>(reserved);
    this.reserved.addAll(OF_THE_MESSAGE);
    this.families = families;
  }

  HeaderChanges read(Section route) {
    Section changes = route.section(key);
    if (changes == null) {
      return HeaderChanges.NONE;
    }
    Set<String> seen = new HashSet<>();
    Map<String, SecretValue> set = new LinkedHashMap<>();
    Section values = changes.section("set");
    for (Section.Entry entry :
        values == null ? List.<Section.Entry>of() : values.named(Word.HEADER)) {
      SecretValue value = value(entry.value());
      if (isFree(entry.key(), seen, route) && value != null) {
        set.put(entry.key().value(), value);
      }
    }
    List<String> remove = new ArrayList<>();
    for (Text name : changes.words("remove", Word.HEADER)) {
      if (isFree(name, seen, route)) {
        remove.add(name.value());
      }
    }
    changes.finish();
    return new HeaderChanges(set, List.copyOf(remove));
  }

  private boolean isFree(Text name, Set<String> seen, Section route) {
    String folded = HeaderClashes.folded(name.value());
    Reading reading = route.reading();
    if (reserved.contains(folded) || families.stream().anyMatch(folded::startsWith)) {
      reading.problem(
          name.place(),
          "the header " + name.quoted() + " cannot be changed",
          "it says who calls, what is meant, or where a message ends");
      return false;
    }
    if (!seen.add(folded)) {
      reading.problem(
          name.place(), "the header " + name.quoted() + " is there twice", "keep one of them");
      return false;
    }
    reading.checks().headers().changes(name);
    return true;
  }

  /** As written, or what a reference stands for; visible ASCII and blanks either way. */
  private static @Nullable SecretValue value(Value written) {
    Text text = written.text();
    if (text == null) {
      return null;
    }
    SecretValue value =
        text.value().startsWith("${")
            ? SecretReader.any(written)
            : new SecretValue(text.value(), text.value());
    if (value != null && !isSendable(value.reveal())) {
      written.problem("a header cannot carry this value", "visible ASCII, no blank at its ends");
      return null;
    }
    return value;
  }

  private static boolean isSendable(String content) {
    return content.equals(content.strip()) && content.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
