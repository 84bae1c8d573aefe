// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.upstream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;

/** What can be read of an upstream's state. Costs nothing until somebody looks. */
final class UpstreamMeters {
  private static final String UPSTREAM = "upstream";

  private final MeterRegistry registry;
  private final List<Meter> meters;

  UpstreamMeters(MeterRegistry registry, UpstreamState state) {
    this.registry = registry;
    String id = state.config().id();
    this.meters =
        List.of(
            Gauge.builder("latchkey.upstream.targets", state, UpstreamState::size)
                .description("Targets that are configured")
                .tag(UPSTREAM, id)
                .register(registry),
            Gauge.builder("latchkey.upstream.targets.healthy", state, UpstreamState::usable)
                .description("Targets that may be asked now")
                .tag(UPSTREAM, id)
                .register(registry),
            FunctionCounter.builder("latchkey.upstream.ejections", state, UpstreamState::ejected)
                .description("How often a target was left alone for failing")
                .tag(UPSTREAM, id)
                .register(registry),
            FunctionCounter.builder("latchkey.upstream.retries", state, UpstreamState::retries)
                .description("Second tries")
                .tag(UPSTREAM, id)
                .register(registry),
            Gauge.builder("latchkey.upstream.breaker", state, UpstreamMeters::breaker)
                .description("0 closed, 1 half open, 2 open")
                .tag(UPSTREAM, id)
                .register(registry));
  }

  private static double breaker(UpstreamState state) {
    return switch (state.breakerPosition()) {
      case CLOSED -> 0;
      case HALF_OPEN -> 1;
      case OPEN -> 2;
    };
  }

  void remove() {
    meters.forEach(registry::remove);
  }
}
