// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.config.LeaksConfig;
import dev.latchkey.config.LimitConfig;
import dev.latchkey.config.ListenAddress;
import dev.latchkey.config.LoginConfig;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ProfileConfig.DialectConfig;
import dev.latchkey.config.ProfileConfig.EnvironmentConfig;
import dev.latchkey.config.ProfileConfig.LeakPolicy;
import dev.latchkey.config.ProfileConfig.ScopePolicy;
import dev.latchkey.config.RetentionConfig;
import dev.latchkey.config.RouteConfig;
import dev.latchkey.config.RouteTreatment;
import dev.latchkey.config.ScopeConfig;
import dev.latchkey.config.SecretValue;
import dev.latchkey.config.StoreConfig;
import dev.latchkey.config.TlsConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One configuration with a profile of every kind. */
final class TestConfig {
  static final String SECRET = "integration-secret-".repeat(3);
  static final String NESTED = "/api/settings/api-keys";
  static final String FLAT = "/api/v1.0/integration/api-keys";
  static final Issuer ISSUER =
      new Issuer(
          "https://id.example.test",
          "latchkey",
          Algorithm.HS256,
          new SecretValue("${env:ADMIN_JWT_SECRET}", SECRET),
          null,
          null,
          Claims.DEFAULT,
          Map.of());

  private TestConfig() {}

  static LatchkeyConfig create(List<TlsConfig> tls) {
    return create(admin(0, tls, null, LeaksConfig.NONE, true));
  }

  /** With people who sign in. */
  static LatchkeyConfig create(LoginConfig login) {
    return create(login, 0);
  }

  static LatchkeyConfig create(LoginConfig login, int port) {
    return create(admin(port, List.of(), login, LeaksConfig.NONE, true));
  }

  /** With GitHub's keys at this address. */
  static LatchkeyConfig withGithubKeys(String address) {
    return create(admin(0, List.of(), null, new LeaksConfig(address), true));
  }

  /** As most installations are: webhooks may not lead to private networks. */
  static LatchkeyConfig withPublicWebhooks() {
    return create(admin(0, List.of(), null, LeaksConfig.NONE, false));
  }

  private static AdminConfig admin(
      int port,
      List<TlsConfig> tls,
      @Nullable LoginConfig login,
      LeaksConfig leaks,
      boolean privateWebhooks) {
    return new AdminConfig(
        new ListenAddress("127.0.0.1", port),
        tls,
        null,
        false,
        List.of(ISSUER),
        login,
        leaks,
        privateWebhooks);
  }

  static LatchkeyConfig create(AdminConfig admin) {
    return new LatchkeyConfig(
        new StoreConfig(
            new StoreConfig.Embedded(Path.of("unused")),
            null,
            true,
            new SecretValue("${env:PEPPER}", "pepper-".repeat(8)),
            List.of(),
            RetentionConfig.DEFAULT),
        null,
        admin,
        null,
        List.of(
            scope("leads:create"),
            scope("leads:read"),
            scope("leads:write"),
            scope("admin:all", "admin"),
            scope("callcenter"),
            scope("contacts"),
            scope("bot:talk")),
        plans(),
        profiles(),
        Map.of(),
        List.of(
            new RouteConfig(
                "leads-read",
                "/leads/**",
                Set.of(),
                Set.of(),
                List.of(),
                List.of(),
                new RouteConfig.Access.All(List.of("leads:read")),
                null,
                List.of(),
                "crm",
                RouteTreatment.NONE,
                null)));
  }

  private static Map<String, ProfileConfig> profiles() {
    Map<String, EnvironmentConfig> environments = new LinkedHashMap<>();
    environments.put("live", new EnvironmentConfig(null, List.of()));
    environments.put(
        "test", new EnvironmentConfig(Duration.ofDays(30), List.of("leads:read", "leads:create")));
    List<String> leads = List.of("leads:create", "leads:read", "leads:write", "admin:all");
    Map<String, ProfileConfig> profiles = new LinkedHashMap<>();
    profiles.put(
        "agent",
        profile(
            "agent",
            "sk_{env}_",
            ScopePolicy.OPTIONAL,
            leads,
            List.of("leads:create"),
            true,
            "free",
            false,
            environments,
            new DialectConfig("nested-snake-201", NESTED)));
    profiles.put(
        "alo",
        profile(
            "alo",
            "alo_k_",
            ScopePolicy.REQUIRED,
            List.of("callcenter", "contacts"),
            List.of(),
            false,
            null,
            true,
            Map.of(),
            new DialectConfig("flat-camel-200", FLAT)));
    profiles.put(
        "bot",
        profile(
            "bot",
            "bot_",
            ScopePolicy.HIDDEN,
            List.of("bot:talk", "contacts"),
            List.of("bot:talk"),
            false,
            null,
            false,
            Map.of(),
            null));
    return profiles;
  }

  private static ProfileConfig profile(
      String id,
      String prefix,
      ScopePolicy policy,
      List<String> scopes,
      List<String> defaults,
      boolean wildcard,
      @Nullable String plan,
      boolean uniqueNames,
      Map<String, EnvironmentConfig> environments,
      @Nullable DialectConfig dialect) {
    return new ProfileConfig(
        id,
        prefix,
        List.of("X-API-Key"),
        policy,
        scopes,
        defaults,
        wildcard,
        plan,
        uniqueNames,
        false,
        environments,
        List.of(0, 30, 90),
        dialect,
        id.equals("agent") ? LeakPolicy.REVOKE : LeakPolicy.NOTIFY);
  }

  private static Map<String, PlanConfig> plans() {
    LimitConfig minute = new LimitConfig("minute", 60, Duration.ofMinutes(1), null);
    LimitConfig more = new LimitConfig("minute", 600, Duration.ofMinutes(1), 60);
    Map<String, PlanConfig> plans = new LinkedHashMap<>();
    plans.put(
        "free", new PlanConfig("free", List.of(minute), List.of(), List.of(minute), List.of()));
    plans.put(
        "pro",
        new PlanConfig(
            "pro",
            List.of(more),
            List.of(new PlanConfig.QuotaConfig("month", 1_000_000, "month")),
            List.of(new LimitConfig("minute", 1_200, Duration.ofMinutes(1), null)),
            List.of(new PlanConfig.QuotaConfig("month", 2_000_000, "month"))));
    LimitConfig together = new LimitConfig("minute", 90, Duration.ofMinutes(1), null, true);
    plans.put("fleet", new PlanConfig("fleet", List.of(together), List.of(), List.of(), List.of()));
    return plans;
  }

  private static ScopeConfig scope(String id, String... grantableBy) {
    return new ScopeConfig(
        id, Map.of("en", id), Map.of(), "blue", null, List.of(), List.of(grantableBy), false);
  }
}
