// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.config.UpstreamConfig.Timeouts;
import dev.latchkey.gateway.policy.Patience;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.keys.CountedTogether;
import dev.latchkey.keys.Limit;
import dev.latchkey.keys.Scope;
import java.util.List;
import java.util.Set;

/** Routes for tests; whatever is not said is plain. */
public final class Routes {
  private static final ScopeIndex NO_SCOPES = new ScopeIndex(List.of());
  private static final RoutePolicy PLAIN = RoutePolicy.plain(Patience.of(Timeouts.DEFAULT));

  private Routes() {}

  public static Route at(String id, String path, String... methods) {
    return of(id, path, List.of(methods), Set.of(), List.of(), PLAIN);
  }

  static Route onHost(String host, String id, String path, String... methods) {
    return of(id, path, List.of(methods), Set.of(host), List.of(), PLAIN);
  }

  public static Route limited(String id, Limit... limits) {
    return of(id, "/" + id, List.of(), Set.of(), List.of(limits), PLAIN);
  }

  public static Route treated(String id, RoutePolicy policy) {
    return of(id, "/" + id, List.of(), Set.of(), List.of(), policy);
  }

  private static Route of(
      String id,
      String path,
      List<String> methods,
      Set<String> hosts,
      List<Limit> limits,
      RoutePolicy policy) {
    return new Route(
        0,
        id,
        path,
        methods,
        hosts,
        Set.of(),
        List.of("x-api-key", "x-agent-token"),
        List.of("x-api-token"),
        Challenge.of("test", "X-API-Key", List.of()),
        List.of(),
        NO_SCOPES.exactly(List.<Scope>of()),
        false,
        false,
        null,
        CountedTogether.others(limits),
        CountedTogether.of(limits, List.of()),
        "crm",
        policy,
        null);
  }
}
