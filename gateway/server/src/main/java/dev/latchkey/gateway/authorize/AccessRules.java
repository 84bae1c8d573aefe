// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.identify.Route;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The one list of what is asked, and in which order: of every call, and of every explanation. */
public final class AccessRules {
  private AccessRules() {}

  /**
   * The rules by the name of what they check, in order.
   *
   * @param routes by index
   */
  public static Map<String, AccessRule> of(List<Route> routes) {
    Map<String, AccessRule> rules = new LinkedHashMap<>();
    rules.put("environment", new EnvironmentRule());
    rules.put("address", new AddressRule());
    rules.put("scope", new ScopeRule(routes));
    return Collections.unmodifiableMap(rules);
  }
}
