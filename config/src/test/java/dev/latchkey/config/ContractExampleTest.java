// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ProfileConfig.DialectConfig;
import dev.latchkey.config.ProfileConfig.ScopePolicy;
import dev.latchkey.config.RouteConfig.Access;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The form of file that users were promised, every key of it. */
class ContractExampleTest {
  private static final String EXAMPLE =
      """
      version: 1
      store:
        embedded: { data: ./latchkey-data }
      gateway:
        listen: 127.0.0.1:8080
        trustedProxies: []
      admin:
        listen: 127.0.0.1:8081
        issuers:
          - { issuer: "https://id.example.test", audience: latchkey, algorithm: HS256, secret: "${env:ADMIN_JWT_SECRET}" }
      management:
        listen: 127.0.0.1:9090
      scopes:
        - { id: "leads:read", label: { en: "Search leads", vi: "Tìm kiếm lead" }, color: blue, tools: [crm_search] }
        - { id: "leads:create" }
      plans:
        free: { limits: [ { name: minute, limit: 60, window: 60s } ] }
        pro:  { limits: [ { name: minute, limit: 600, window: 60s, burst: 60 } ], quotas: [ { name: month, limit: 1000000, period: month } ] }
      profiles:
        agent:
          prefix: sk_live_
          credentials: [ X-Agent-Token, X-API-Key ]
          scopePolicy: optional
          defaultScopes: [ "leads:create" ]
          allowWildcard: true
          plan: free
          uniqueNames: false
          environments: { live: { }, test: { maxLifetime: 30d } }
          dialect: { kind: nested-snake-201, path: /api/settings/api-keys }
      upstreams:
        crm: { targets: [ "http://127.0.0.1:9000" ] }
      routes:
        - id: leads-read
          path: /api/agent/leads/**
          methods: [ GET, HEAD ]
          hosts: [ api.example.test ]
          profiles: [ agent ]
          credentials: [ X-Agent-Token ]
          scopes: { all: [ "leads:read" ] }
          environment: live
          limits: [ { name: search, limit: 10, window: 1s } ]
          upstream: crm
          rewrite: { stripPrefix: /api/agent }
        - { id: docs, path: /docs/**, public: true, upstream: crm }
      """;

  @Test
  void routesSayWhatTheyAskFor() throws ConfigException {
    LatchkeyConfig config = Samples.load(EXAMPLE);

    List<RouteConfig> routes = config.routes();

    assertThat(routes).extracting(RouteConfig::id).containsExactly("leads-read", "docs");
    assertThat(routes.get(0).access()).isEqualTo(new Access.All(List.of("leads:read")));
    assertThat(routes.get(0).treatment().rewrite())
        .isEqualTo(new RouteTreatment.Rewrite("/api/agent", ""));
    assertThat(routes.get(1).access()).isEqualTo(new Access.Public());
  }

  @Test
  void theProfileIsComplete() throws ConfigException {
    LatchkeyConfig config = Samples.load(EXAMPLE);

    ProfileConfig agent = requireNonNull(config.profiles().get("agent"));

    assertThat(agent.prefixFor("test")).isEqualTo("sk_live_");
    assertThat(agent.credentials()).containsExactly("X-Agent-Token", "X-API-Key");
    assertThat(agent.scopePolicy()).isEqualTo(ScopePolicy.OPTIONAL);
    assertThat(agent.allowWildcard()).isTrue();
    assertThat(agent.scopes()).isEmpty();
    assertThat(agent.plan()).isEqualTo("free");
    assertThat(agent.dialect())
        .isEqualTo(new DialectConfig("nested-snake-201", "/api/settings/api-keys"));
    assertThat(requireNonNull(agent.environments().get("test")).maxLifetime()).hasDays(30);
  }

  @Test
  void aPlanThatNoProfileNamesIsForSingleKeys() throws ConfigException {
    LatchkeyConfig config = Samples.load(EXAMPLE);

    PlanConfig pro = requireNonNull(config.plans().get("pro"));

    assertThat(pro.limits())
        .containsExactly(new LimitConfig("minute", 600, Duration.ofMinutes(1), 60));
    assertThat(pro.quotas())
        .containsExactly(new PlanConfig.QuotaConfig("month", 1_000_000, "month"));
  }
}
