// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The very rules that enforce, asked about a call as if it came onto the shadow of its route: what
 * stricter rules would say. Refuses nothing. Any event loop.
 */
public final class ShadowRules {
  private final AccessRule[] rules;

  /**
   * @param routes by index
   */
  public ShadowRules(List<Route> routes) {
    List<Route> shadows =
        routes.stream().map(route -> route.shadow() == null ? route : route.shadow()).toList();
    this.rules = AccessRules.of(shadows).values().toArray(AccessRule[]::new);
  }

  /** Null where the route has no shadow, or the call would pass there as well. */
  public @Nullable Refusal objection(Approach call) {
    Route shadow = call.route().shadow();
    return shadow == null ? null : objection(new Onto(shadow, call.key(), call.client()));
  }

  private @Nullable Refusal objection(Onto call) {
    for (AccessRule rule : rules) {
      Refusal objection = rule.objection(call);
      if (objection != null) {
        return objection;
      }
    }
    return null;
  }

  private record Onto(Route route, @Nullable KeyState key, String client) implements Approach {}
}
