// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RequestMetricsTest {
  private static final Route ROUTE = Routes.at("leads", "/leads");

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RequestMetrics metrics = new RequestMetrics(registry, List.of(ROUTE));

  @ParameterizedTest(name = "{0} {1} counts as {2}, upstream: {3}")
  @CsvSource({
    "200,                      , forwarded,      true",
    "404,                      , forwarded,      true",
    "500,                      , upstream_error, true",
    "0,                        , aborted,        true",
    "401, KEY_INVALID,           refused,        false",
    "429, RATE_LIMITED,          refused,        false",
    "503, KEY_STORE_UNAVAILABLE, fault,          false",
    "502, UPSTREAM_UNREACHABLE,  fault,          true",
    "504, UPSTREAM_TIMEOUT,      fault,          true",
    "503, UPSTREAM_UNAVAILABLE,  fault,          true"
  })
  void aRequestIsCountedByHowItEnded(
      int status, @Nullable Reason reason, String kind, boolean upstream) {
    metrics.record(outcome(ROUTE, status, reason));

    assertThat(count("latchkey.requests", "route", "leads", kind)).isEqualTo(1);
    assertThat(count("latchkey.upstream.requests", "upstream", "crm", kind))
        .isEqualTo(upstream ? 1 : 0);
  }

  @Test
  void aRefusalIsCountedByItsCode() {
    metrics.record(outcome(null, 404, Reason.ROUTE_NOT_FOUND));

    assertThat(registry.get("latchkey.refusals").tag("code", "route_not_found").counter().count())
        .isEqualTo(1);
    assertThat(count("latchkey.requests", "route", "none", "refused")).isEqualTo(1);
  }

  private double count(String name, String tag, String value, String kind) {
    return registry.get(name).tag(tag, value).tag("outcome", kind).counter().count();
  }

  private static Outcome outcome(@Nullable Route route, int status, @Nullable Reason reason) {
    return new Outcome(
        Exchanges.exchange(HttpHeaders.headers(), "id-1", "192.0.2.1", false),
        route,
        null,
        status,
        reason == null ? null : Refusal.because(reason),
        null,
        1_000);
  }
}
