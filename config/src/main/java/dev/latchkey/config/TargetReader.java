// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.UpstreamConfig.Target;
import org.jspecify.annotations.Nullable;

/**
 * The address of a backend. It is taken apart here, once, and never put together from strings
 * again. Messages do not repeat it, because people put passwords there.
 */
final class TargetReader {
  static final String HINT = "such as http://127.0.0.1:9000 or https://crm.example.test";

  private static final String PLAIN = "http://";
  private static final String SECURE = "https://";
  private static final int HEAVIEST = 100;

  private TargetReader() {}

  /** An address, or a map of an address and its weight. */
  static @Nullable Target read(Value value) {
    if (!value.isMap()) {
      return address(value);
    }
    Section section = value.section();
    if (section == null) {
      return null;
    }
    Value url = section.need("url", HINT);
    int weight = (int) section.number("weight", 1, HEAVIEST, 1);
    section.finish();
    Target target = url == null ? null : address(url);
    return target == null
        ? null
        : new Target(target.tls(), target.host(), target.port(), weight);
  }

  private static @Nullable Target address(Value value) {
    Text text = value.resolved();
    if (text == null) {
      return null;
    }
    boolean tls = text.value().startsWith(SECURE);
    if (!tls && !text.value().startsWith(PLAIN)) {
      value.problem("a target must begin with http:// or https://", HINT);
      return null;
    }
    String authority = text.value().substring((tls ? SECURE : PLAIN).length());
    String fault = fault(authority);
    if (fault != null) {
      value.problem(fault, HINT);
      return null;
    }
    return target(tls, authority, value);
  }

  private static @Nullable String fault(String authority) {
    if (authority.indexOf('@') >= 0) {
      return "a target must not carry a user or a password";
    }
    for (char c : new char[] {'/', '?', '#', '\\'}) {
      if (authority.indexOf(c) >= 0) {
        return "a target ends after its host and port, without a path or a query";
      }
    }
    return null;
  }

  private static @Nullable Target target(boolean tls, String authority, Value value) {
    String host = Addresses.host(authority);
    if (host != null) {
      return new Target(tls, host, tls ? 443 : 80);
    }
    ListenAddress address = Addresses.parse(authority);
    if (address == null || address.port() == 0) {
      value.problem("a target needs a valid host, and a port from 1 to 65535", HINT);
      return null;
    }
    return new Target(tls, address.host(), address.port());
  }
}
