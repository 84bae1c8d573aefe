// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.latchkey.config.RouteConfig.Access;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in the file arrives in the records, and what is not there gets its default. */
class ConfigLoaderTest {
  @Test
  void defaultsAreFilledIn() throws ConfigException {
    String yaml = Samples.minimal("");

    LatchkeyConfig config = Samples.load(yaml);

    assertThat(config.store())
        .isEqualTo(
            new StoreConfig(
                new StoreConfig.Embedded(Path.of("/srv/latchkey/latchkey-data")),
                null,
                true,
                null,
                List.of(),
                RetentionConfig.DEFAULT));
    assertThat(config.gateway())
        .isEqualTo(
            new GatewayConfig(
                new ListenAddress("127.0.0.1", 8080),
                List.of(),
                null,
                List.of(),
                "latchkey",
                new GatewayConfig.KeyCache(100_000, Duration.ofMinutes(5)),
                new GatewayConfig.AccessLog(true),
                new GatewayConfig.Connections(0, 4_096),
                GatewayConfig.Overload.USUAL,
                GatewayConfig.Drain.DEFAULT));
    assertThat(config.admin()).isNull();
    assertThat(config.management()).isNull();
    assertThat(config.routes()).isEmpty();
  }

  @Test
  void howLongUsageIsKeptCanBeSaidForEachKind() throws ConfigException {
    String yaml =
        Samples.minimal(
            "store: { embedded: {}, retention: { minutes: 3d, days: 365d, calls: 7d } }");

    RetentionConfig retention = Samples.load(yaml).store().retention();

    assertThat(retention)
        .isEqualTo(
            new RetentionConfig(
                Duration.ofDays(3), Duration.ofDays(90), Duration.ofDays(365), Duration.ofDays(7)));
  }

  @Test
  void anExistingPostgresIsNotMigratedUnasked() throws ConfigException {
    String yaml =
        Samples.minimal(
            "store: { postgres: { url: \"postgresql://latchkey@db.example.test/keys\", password:"
                + " \"${env:GOOD_SECRET}\" } }");

    StoreConfig store = Samples.load(yaml).store();

    StoreConfig.Postgres postgres = requireNonNull(store.postgres());
    SecretValue password = requireNonNull(postgres.password());
    assertThat(store.migrate()).isFalse();
    assertThat(store.embedded()).isNull();
    assertThat(postgres.url()).hasToString("postgresql://latchkey@db.example.test:5432/keys");
    assertThat(password).hasToString("${env:GOOD_SECRET}");
    assertThat(password.reveal()).isEqualTo(Samples.ENVIRONMENT.get("GOOD_SECRET"));
  }

  @Test
  void aRouteArrivesComplete() throws ConfigException {
    String yaml =
        Samples.minimal(
            """
            scopes: [ { id: "leads:read" }, { id: "leads:write" } ]
            profiles: { agent: { prefix: agent_, environments: { live: , test: } } }
            upstreams:
              crm: { targets: [ "http://127.0.0.1:9000", "https://[::1]" ], timeouts: { connect: 500ms } }
            routes:
              - id: leads
                path: /api/agent/{team}/leads/**
                methods: [ GET, HEAD ]
                hosts: [ api.example.test, "${env:API_HOST}" ]
                profiles: [ agent ]
                credentials: [ X-Agent-Token ]
                scopes: { any: [ "leads:read", "leads:write" ] }
                environment: live
                limits: [ { name: search, limit: 10, window: 1m, burst: 2 } ]
                upstream: crm
                rewrite: { stripPrefix: /api/agent }
            """);

    LatchkeyConfig config =
        new ConfigLoader(Map.of("API_HOST", "api2.example.test"))
            .loadText("test.yaml", yaml, Path.of("/srv"));

    RouteConfig route = config.routes().get(0);
    assertThat(route.path()).isEqualTo("/api/agent/{team}/leads/**");
    assertThat(route.methods()).containsExactly("GET", "HEAD");
    assertThat(route.hosts()).containsExactly("api.example.test", "api2.example.test");
    assertThat(route.profiles()).containsExactly("agent");
    assertThat(route.credentials()).containsExactly("X-Agent-Token");
    assertThat(route.access()).isEqualTo(new Access.Any(List.of("leads:read", "leads:write")));
    assertThat(route.environment()).isEqualTo("live");
    assertThat(route.limits())
        .containsExactly(new LimitConfig("search", 10, Duration.ofMinutes(1), 2));
    assertThat(route.upstream()).isEqualTo("crm");
    assertThat(route.treatment().rewrite()).isEqualTo(new RouteTreatment.Rewrite("/api/agent", ""));
    UpstreamConfig upstream = requireNonNull(config.upstreams().get("crm"));
    assertThat(upstream.targets())
        .containsExactly(
            new UpstreamConfig.Target(false, "127.0.0.1", 9000),
            new UpstreamConfig.Target(true, "::1", 443));
    assertThat(upstream.timeouts())
        .isEqualTo(
            new UpstreamConfig.Timeouts(
                Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofSeconds(60), null));
  }

  @Test
  void addressesMayComeFromTheEnvironment() throws ConfigException {
    String yaml =
        "version: 1\ngateway: { listen: \"${env:LISTEN}\", trustedProxies: [ 192.0.2.7 ] }\n";

    LatchkeyConfig config =
        new ConfigLoader(Map.of("LISTEN", "[::1]:0")).loadText("t", yaml, Path.of("/srv"));

    GatewayConfig gateway = requireNonNull(config.gateway());
    assertThat(gateway.listen()).isEqualTo(new ListenAddress("::1", 0));
    assertThat(gateway.trustedProxies()).containsExactly("192.0.2.7/32");
  }

  @Test
  void anAliasIsReadWhereItIsUsed() throws ConfigException {
    String yaml =
        Samples.minimal(
            """
            plans:
              one: { limits: &limits [ { name: minute, limit: 60, window: 60s } ] }
              two: { limits: *limits }
            profiles: { p: { prefix: p_, plan: one } }
            """);

    LatchkeyConfig config = Samples.load(yaml);

    assertThat(requireNonNull(config.plans().get("two")).limits())
        .isEqualTo(requireNonNull(config.plans().get("one")).limits())
        .hasSize(1);
  }

  @Test
  void routesMayStandInTheFileOfAnAdminProcess() throws ConfigException {
    String yaml =
        """
        version: 1
        admin:
          listen: 0.0.0.0:8081
          insecure: true
          issuers: [ { issuer: i, audience: a, algorithm: HS256, secret: "${env:GOOD_SECRET}" } ]
        upstreams: { crm: { targets: [ "http://127.0.0.1:9000" ] } }
        routes: [ { id: a, path: /, public: true, upstream: crm } ]
        """;

    LatchkeyConfig config = Samples.load(yaml);

    assertThat(config.gateway()).isNull();
    assertThat(requireNonNull(config.admin()).insecure()).isTrue();
    assertThat(config.routes()).hasSize(1);
  }

  @Test
  void aMissingFileIsAProblemLikeAnyOther(@TempDir Path folder) {
    Path file = folder.resolve("latchkey.yaml");

    ConfigException refusal =
        catchThrowableOfType(ConfigException.class, () -> new ConfigLoader(Map.of()).load(file));

    assertThat(refusal.problems())
        .containsExactly(new ConfigProblem(file.toString(), 1, 1, "the file does not exist", null));
    assertThat(refusal).hasMessage(file + ":1:1: the file does not exist");
  }

  @Test
  void aFolderIsNoFile(@TempDir Path folder) {
    ConfigLoader loader = new ConfigLoader(Map.of());

    ConfigException refusal =
        catchThrowableOfType(ConfigException.class, () -> loader.load(folder));

    assertThat(refusal.problems().get(0).message()).isEqualTo("the file is a folder, not a file");
  }

  @Test
  void relativePathsStartFromTheFolderOfTheFile(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("latchkey.yaml");
    Files.writeString(file, Samples.minimal("store: { embedded: { data: ../keys } }"));

    StoreConfig store = new ConfigLoader(Map.of()).load(file).store();

    assertThat(requireNonNull(store.embedded()).data())
        .isEqualTo(folder.toAbsolutePath().resolveSibling("keys"));
  }

  @Test
  void aByteOrderMarkIsSkipped(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("latchkey.yaml");
    Files.writeString(file, "\uFEFF" + Samples.minimal(""));

    LatchkeyConfig config = new ConfigLoader(Map.of()).load(file);

    assertThat(config.gateway()).isNotNull();
  }
}
