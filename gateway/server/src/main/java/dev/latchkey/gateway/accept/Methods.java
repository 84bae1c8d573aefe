// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The methods that this listener knows: the plain ones, which a route takes unless it says
 * otherwise, and those that some route names. No other reaches a route: an upstream might take it
 * for one that was not authorized. Immutable.
 */
public final class Methods {
  private static final List<String> PLAIN =
      List.of("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT");

  private final Set<String> named;
  private final String allow;

  /**
   * @param named by routes, plain or not
   */
  public Methods(Collection<String> named) {
    Set<String> all = new LinkedHashSet<>(named);
    PLAIN.forEach(all::remove);
    this.named = Set.copyOf(all);
    all.addAll(PLAIN);
    this.allow = String.join(", ", new TreeSet<>(all));
  }

  /** Whether a route that names no methods takes this one. */
  public static boolean isPlain(String method) {
    return switch (method) {
      case "GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS" -> true;
      default -> false;
    };
  }

  /** Whether any route could take this method. Letter case counts (RFC 9110, section 9.1). */
  boolean areServed(String method) {
    return isPlain(method) || named.contains(method);
  }

  /** All of them, for Allow. */
  String allow() {
    return allow;
  }
}
