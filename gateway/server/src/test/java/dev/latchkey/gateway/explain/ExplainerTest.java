// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ConfigException;
import dev.latchkey.config.ConfigLoader;
import dev.latchkey.gateway.GatewayRules;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Hint;
import dev.latchkey.keys.KeyActions;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.StoredSecret;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final Instant NOW = Instant.parse("2026-09-01T00:00:00Z");
  private static final Actor OPERATOR = new Actor(Actor.Type.OPERATOR, "op", "op");
  private static final String CONFIG =
      """
      version: 1
      store: { embedded: { data: ./data } }
      gateway: { listen: 127.0.0.1:0 }
      scopes: [ { id: "leads:read" }, { id: "leads:write" } ]
      plans:
        free: { limits: [ { name: minute, limit: 60, window: 60s } ] }
      profiles:
        agent: { prefix: ag_, plan: free, environments: { live: { }, test: { maxLifetime: 30d } } }
        other: { prefix: ot_ }
      upstreams: { crm: { targets: [ "http://127.0.0.1:9000" ] } }
      routes:
        - id: leads
          path: /leads/**
          methods: [ GET ]
          profiles: [ agent ]
          scopes: { all: [ "leads:read" ] }
          environment: live
          limits: [ { name: search, limit: 10, window: 1s } ]
          upstream: crm
        - { id: write, path: /write, profiles: [ other ], scopes: { all: [ "leads:write" ] }, upstream: crm }
        - { id: docs, path: /docs/**, public: true, upstream: crm }
        - { id: closed, path: /closed, public: true, upstream: crm, maintenance: true }
        - { id: inside, path: /inside, public: true, upstream: crm, ipAllow: [ 10.0.0.0/8 ] }
      """;

  private final Explainer explainer = new Explainer(rulesOf(), InstantSource.fixed(NOW));

  @Test
  void aKeyWithEverythingPassesAndEveryCheckIsTold() {
    ApiKey key = key("agent", "live", List.of(), "leads:read");

    Explanation explanation = ask(key, "GET", "/leads/7?q=1");

    assertThat(explanation.passes()).isTrue();
    assertThat(explanation.checks())
        .extracting(Explanation.Check::check)
        .containsExactly(
            "route",
            "credential",
            "profile",
            "status",
            "environment",
            "address",
            "scope",
            "limits");
    assertThat(explanation.checks()).allMatch(Explanation.Check::ok);
    assertThat(explanation.checks().get(7).detail())
        .isEqualTo("minute: 60 per 60 s, search: 10 per 1 s (the route's)");
  }

  @Test
  void theFirstObjectionDecidesAndLaterOnesAreToldToo() {
    ApiKey key = key("agent", "test", List.of("10.0.0.0/8"), "leads:write");

    Explanation explanation = ask(key, "GET", "/leads");

    assertThat(explanation.refusal()).isEqualTo(Reason.WRONG_ENVIRONMENT);
    assertThat(explanation.checks())
        .filteredOn(check -> !check.ok())
        .extracting(Explanation.Check::check)
        .containsExactly("environment", "address", "scope");
  }

  @Test
  void aKeyOfAnotherProfileIsUnknownOnTheRoute() {
    ApiKey key = key("agent", "live", List.of(), "leads:write");

    Explanation explanation = ask(key, "GET", "/write");

    assertThat(explanation.refusal()).isEqualTo(Reason.KEY_INVALID);
  }

  @Test
  void aRevokedKeyIsRefusedByItsStatus() {
    ApiKey key = key("agent", "live", List.of(), "leads:read");
    ApiKey revoked = KeyActions.revoke(null).apply(key, NOW, OPERATOR);

    Explanation explanation = ask(revoked, "GET", "/leads");

    assertThat(explanation.refusal()).isEqualTo(Reason.KEY_INVALID);
    assertThat(explanation.checks().get(3).detail()).isEqualTo("the key is revoked");
  }

  @Test
  void anEnvironmentsLongestLifetimeEndsAnActiveKey() {
    ApiKey key = key("agent", "test", List.of(), "leads:read");
    Explainer later = new Explainer(rulesOf(), InstantSource.fixed(NOW.plus(Duration.ofDays(31))));

    Explanation explanation = later.explain(Question.of(key, "GET", "/leads", null, "127.0.0.1"));

    assertThat(explanation.refusal()).isEqualTo(Reason.KEY_INVALID);
    assertThat(explanation.checks().get(3).detail())
        .isEqualTo("the key is older than keys of environment test may become");
  }

  @Test
  void whatNoRouteTakesEndsTheWalkAtOnce() {
    ApiKey key = key("agent", "live", List.of(), "leads:read");

    Explanation unknown = ask(key, "GET", "/nowhere");
    Explanation method = ask(key, "POST", "/leads");
    Explanation ambiguous = ask(key, "GET", "/leads/../docs");

    assertThat(unknown.refusal()).isEqualTo(Reason.ROUTE_NOT_FOUND);
    assertThat(method.refusal()).isEqualTo(Reason.METHOD_NOT_ALLOWED);
    assertThat(method.checks().get(0).detail()).contains("Allowed: GET.");
    assertThat(ambiguous.refusal()).isEqualTo(Reason.AMBIGUOUS_PATH);
  }

  @Test
  void aPublicRouteAsksForNoKey() {
    ApiKey key = key("agent", "live", List.of(), "leads:read");

    Explanation explanation = ask(key, "GET", "/docs/a");

    assertThat(explanation.passes()).isTrue();
    assertThat(explanation.checks()).hasSize(2);
  }

  @Test
  void whatTheRouteItselfRefusesIsToldToo() {
    ApiKey key = key("agent", "live", List.of(), "leads:read");

    assertThat(ask(key, "GET", "/closed").refusal()).isEqualTo(Reason.MAINTENANCE);
    assertThat(ask(key, "GET", "/inside").refusal()).isEqualTo(Reason.IP_NOT_ALLOWED);
    assertThat(explainer.explain(Question.of(key, "GET", "/inside", null, "10.1.2.3")).passes())
        .isTrue();
  }

  private Explanation ask(ApiKey key, String method, String target) {
    return explainer.explain(Question.of(key, method, target, null, "127.0.0.1"));
  }

  private static GatewayRules rulesOf() {
    try {
      return GatewayRules.of(
          new ConfigLoader(Map.of()).loadText("t.yaml", CONFIG, Path.of(".")), "latchkey");
    } catch (ConfigException e) {
      throw new AssertionError(e);
    }
  }

  private static ApiKey key(
      String profile, @Nullable String environment, List<String> networks, String scope) {
    ApiKey.Stamp stamp = new ApiKey.Stamp(NOW, "op");
    UUID id = new UUID(1, 2);
    return new ApiKey(
        new KeyId(id),
        new Tenant("t"),
        profile,
        "name",
        null,
        environment,
        new Hint("ag_", "", ""),
        new TreeSet<>(List.of(new Scope(scope))),
        null,
        List.of(),
        null,
        networks,
        null,
        Map.of(),
        List.of(),
        Validity.UNLIMITED,
        null,
        List.of(StoredSecret.active(id, NOW)),
        stamp,
        stamp,
        null,
        null,
        null,
        List.of(),
        null,
        null,
        1);
  }
}
