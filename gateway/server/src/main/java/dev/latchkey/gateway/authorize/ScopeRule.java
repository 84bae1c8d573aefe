// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authorize;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The key holds every scope that the route requires, or one of them where one is enough. */
public final class ScopeRule implements AccessRule {
  private final Refusal[] byRoute;

  /**
   * @param routes by index; what each refuses with is made here, once
   */
  public ScopeRule(List<Route> routes) {
    this.byRoute =
        routes.stream()
            .map(route -> Refusal.insufficientScope(route.required()))
            .toArray(Refusal[]::new);
  }

  @Override
  public @Nullable Refusal objection(Approach call) {
    Route route = call.route();
    KeyState key = call.key();
    if (route.open() || route.required().isEmpty()) {
      return null;
    }
    boolean granted =
        key != null
            && (route.anyScope()
                ? key.scopes().coversAny(route.requiredMask())
                : key.scopes().coversAll(route.requiredMask()));
    return granted ? null : byRoute[route.index()];
  }
}
