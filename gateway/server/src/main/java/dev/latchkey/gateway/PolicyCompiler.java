// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.config.RouteConfig;
import dev.latchkey.config.RouteTimeouts;
import dev.latchkey.config.RouteTreatment;
import dev.latchkey.config.UpstreamConfig;
import dev.latchkey.config.UpstreamConfig.Timeouts;
import dev.latchkey.gateway.accept.Networks;
import dev.latchkey.gateway.policy.Cors;
import dev.latchkey.gateway.policy.HeaderEdits;
import dev.latchkey.gateway.policy.Patience;
import dev.latchkey.gateway.policy.RoutePolicy;
import dev.latchkey.gateway.refusal.Refusal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Works out what a route does beside checking keys, once, so that no call has to. */
final class PolicyCompiler {
  private final Map<String, UpstreamConfig> upstreams;

  PolicyCompiler(Map<String, UpstreamConfig> upstreams) {
    this.upstreams = upstreams;
  }

  /**
   * @param places headers in which the route accepts a key
   */
  RoutePolicy of(RouteConfig route, List<String> places) {
    RouteTreatment treatment = route.treatment();
    RouteTreatment.Rewrite rewrite = treatment.rewrite();
    RouteTreatment.Cors cors = treatment.cors();
    return new RoutePolicy(
        rewrite == null ? 0 : segments(rewrite.strip()),
        rewrite == null ? "" : rewrite.add(),
        Patience.of(timeouts(route)),
        HeaderEdits.of(treatment.requestHeaders()),
        HeaderEdits.of(treatment.responseHeaders()),
        cors == null ? null : new Cors(cors, route.methods(), places),
        treatment.maxBody(),
        treatment.getBody(),
        new Networks(treatment.ipAllow()),
        closed(treatment.maintenance()));
  }

  private Timeouts timeouts(RouteConfig route) {
    UpstreamConfig upstream = upstreams.get(route.upstream());
    if (upstream == null) {
      throw new IllegalArgumentException("no upstream " + route.upstream());
    }
    RouteTimeouts own = route.treatment().timeouts();
    return own == null ? upstream.timeouts() : own.over(upstream.timeouts());
  }

  private static @Nullable Refusal closed(RouteTreatment.@Nullable Maintenance maintenance) {
    return maintenance == null
        ? null
        : Refusal.maintenance(maintenance.retryAfter().toSeconds(), maintenance.detail());
  }

  private static int segments(String prefix) {
    int count = 0;
    for (int i = 0; i < prefix.length(); i++) {
      count += prefix.charAt(i) == '/' ? 1 : 0;
    }
    return count;
  }
}
