// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.calls;

import dev.latchkey.keys.calls.CallRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What stood in a call's way, with a text for people in every language. The gateway checks in one
 * order and stops at the first objection; hence everything before it was in order.
 */
public enum Why {
  REQUEST("request"),
  ROUTE_NOT_FOUND("route"),
  METHOD_NOT_ALLOWED("route"),
  MAINTENANCE("route"),
  ORIGIN_NOT_ALLOWED("route"),
  KEY_MISSING("credential"),
  CREDENTIAL_AMBIGUOUS("credential"),
  KEY_STORE_UNAVAILABLE("key"),
  MALFORMED("key"),
  UNKNOWN("key"),
  OTHER_PROFILE("profile"),
  NOT_YET_VALID("status"),
  EXPIRED("status"),
  DISABLED("status"),
  REVOKED("status"),
  SECRET_ENDED("status"),
  WRONG_ENVIRONMENT("environment"),
  IP_NOT_ALLOWED("address"),
  INSUFFICIENT_SCOPE("scope"),
  RATE_LIMITED("count"),
  QUOTA_EXCEEDED("count"),
  SELF_SERVICE("upstream"),
  UPSTREAM_UNREACHABLE("upstream"),
  UPSTREAM_TIMEOUT("upstream"),
  UPSTREAM_UNAVAILABLE("upstream"),
  NODE("gateway");

  private static final List<String> ORDER =
      List.of(
          "request",
          "route",
          "credential",
          "key",
          "profile",
          "status",
          "environment",
          "address",
          "scope",
          "count",
          "upstream");

  /** What is not looked at where no key is asked for. */
  private static final List<String> OF_KEYS =
      List.of("credential", "key", "profile", "status", "environment", "scope", "count");

  private final String check;

  Why(String check) {
    this.check = check;
  }

  /** Of an answer of our own. */
  static Why of(CallRecord refusal) {
    String code = refusal.code();
    String cause = refusal.cause();
    if (cause != null) {
      return named(cause, UNKNOWN);
    }
    return switch (code == null ? "" : code) {
      case "key_invalid", "too_many_failures" -> UNKNOWN;
      case "permission_denied", "invalid_state", "rotation_in_progress", "validation_failed" ->
          SELF_SERVICE;
      case "overloaded", "shutting_down", "internal_error" -> NODE;
      default -> named(code == null ? "" : code, REQUEST);
    };
  }

  private static Why named(String word, Why otherwise) {
    for (Why why : values()) {
      if (why.name().toLowerCase(Locale.ROOT).equals(word)) {
        return why;
      }
    }
    return otherwise;
  }

  /** The check that objected. */
  String check() {
    return check;
  }

  /**
   * The checks that had no objection, in order.
   *
   * @param keyed whether the call came with a key that was known
   */
  List<String> passed(boolean keyed) {
    List<String> passed = new ArrayList<>();
    int until = ORDER.indexOf(check);
    for (int i = 0; i < until; i++) {
      boolean ofKeys = OF_KEYS.contains(ORDER.get(i));
      if (keyed || !ofKeys || until <= ORDER.indexOf("status")) {
        passed.add(ORDER.get(i));
      }
    }
    return passed;
  }

  /** The name of the text in the catalogues. */
  public String key() {
    return "why." + name().toLowerCase(Locale.ROOT);
  }
}
