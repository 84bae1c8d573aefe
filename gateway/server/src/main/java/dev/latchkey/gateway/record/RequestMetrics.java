// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;

/**
 * Counters and timers per route, all looked up at configuration time. No label ever carries a key.
 * Any event loop.
 */
public final class RequestMetrics implements Recorder {
  /** What rules of access and limits refuse with. */
  private static final List<Reason> OF_SHADOWS =
      List.of(
          Reason.WRONG_ENVIRONMENT,
          Reason.IP_NOT_ALLOWED,
          Reason.INSUFFICIENT_SCOPE,
          Reason.RATE_LIMITED);

  private static final String NO_ROUTE = "none";
  private static final Duration[] BUCKETS =
      LongStream.of(1, 2, 5, 10, 25, 50, 100, 250, 500, 1_000, 2_500, 10_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final PerRoute[] byRoute;
  private final PerRoute unrouted;
  private final Map<Reason, Counter> byReason = new EnumMap<>(Reason.class);

  /**
   * @param routes by index
   */
  public RequestMetrics(MeterRegistry registry, List<Route> routes) {
    this.byRoute =
        routes.stream().map(route -> new PerRoute(registry, route)).toArray(PerRoute[]::new);
    this.unrouted = new PerRoute(registry, NO_ROUTE, NO_ROUTE);
    for (Reason reason : Reason.values()) {
      byReason.put(
          reason,
          Counter.builder("latchkey.refusals")
              .description("Answers that Latchkey made itself")
              .tag("code", reason.code())
              .register(registry));
    }
  }

  @Override
  public void record(Outcome outcome) {
    Route route = outcome.route();
    PerRoute meters = route == null ? unrouted : byRoute[route.index()];
    meters.record(outcome.kind(), outcome.admitted(), outcome.durationNanos());
    Refusal shadow = outcome.shadow();
    if (shadow != null) {
      meters.shadowed(shadow.reason());
    }
    Reason reason = outcome.reason();
    if (reason != null) {
      Objects.requireNonNull(byReason.get(reason)).increment();
    }
  }

  private static final class PerRoute {
    private final Map<Outcome.Kind, Counter> requests = new EnumMap<>(Outcome.Kind.class);
    private final Map<Outcome.Kind, Counter> upstream = new EnumMap<>(Outcome.Kind.class);
    private final Map<Reason, Counter> shadows = new EnumMap<>(Reason.class);
    private final Timer duration;

    PerRoute(MeterRegistry registry, Route route) {
      this(registry, route.id(), route.isOwn() ? "latchkey" : route.upstream());
      if (route.shadow() != null) {
        for (Reason reason : OF_SHADOWS) {
          shadows.put(
              reason,
              Counter.builder("latchkey.shadow.refusals")
                  .description("Calls that passed, and would not by the shadow of their route")
                  .tag("route", route.id())
                  .tag("code", reason.code())
                  .register(registry));
        }
      }
    }

    PerRoute(MeterRegistry registry, String route, String upstreamId) {
      for (Outcome.Kind kind : Outcome.Kind.values()) {
        requests.put(
            kind,
            Counter.builder("latchkey.requests")
                .description("Requests by how they ended")
                .tag("route", route)
                .tag("outcome", kind.label())
                .register(registry));
        upstream.put(
            kind,
            Counter.builder("latchkey.upstream.requests")
                .description("Requests that were admitted, by how they ended")
                .tag("upstream", upstreamId)
                .tag("outcome", kind.label())
                .register(registry));
      }
      duration =
          Timer.builder("latchkey.request.duration")
              .description("From the request's head to the end of the answer")
              .tag("route", route)
              .serviceLevelObjectives(BUCKETS)
              .register(registry);
    }

    void shadowed(Reason reason) {
      Counter counter = shadows.get(reason);
      if (counter != null) {
        counter.increment();
      }
    }

    void record(Outcome.Kind kind, boolean admitted, long nanos) {
      Objects.requireNonNull(requests.get(kind)).increment();
      if (admitted) {
        Objects.requireNonNull(upstream.get(kind)).increment();
      }
      duration.record(nanos, TimeUnit.NANOSECONDS);
    }
  }
}
