// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.Scope;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What a rule of access compared, in words: the key's side and the route's. */
final class AccessDetail {
  private AccessDetail() {}

  /**
   * @param check the rule's name in AccessRules
   */
  static String of(String check, Supposed call) {
    return switch (check) {
      case "environment" -> environment(call.key().grant(), call.route());
      case "address" -> address(call);
      default -> scopes(call.key().grant(), call.route());
    };
  }

  private static String environment(KeyGrant grant, Route route) {
    return "the key's is "
        + orNone(grant.environment())
        + ", the route asks for "
        + (route.environment() == null ? "any" : route.environment());
  }

  private static String address(Supposed call) {
    KeyGrant grant = call.key().grant();
    return call.client()
        + ", the key is good from "
        + (grant.ipAllow().isEmpty() ? "anywhere" : String.join(", ", grant.ipAllow()))
        + (call.route().policy().addresses().isEmpty() ? "" : ", the route is bound to networks");
  }

  private static String scopes(KeyGrant grant, Route route) {
    return "the route requires "
        + (route.required().isEmpty()
            ? "none"
            : String.join(route.anyScope() ? " or " : " and ", route.required()))
        + ", the key has "
        + orNone(grant.scopes().stream().map(Scope::id).collect(Collectors.joining(", ")));
  }

  private static String orNone(@Nullable String text) {
    return text == null || text.isEmpty() ? "none" : text;
  }
}
