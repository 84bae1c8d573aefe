// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ProfileConfig.ScopePolicy;
import dev.latchkey.config.RouteConfig.Access;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The sample files are part of the product: they load, and say what the products need. */
class SampleConfigTest {
  static Stream<String> samples() {
    return Samples.NAMES.stream();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleLoads(String name) throws ConfigException {
    ConfigLoader loader = new ConfigLoader(Samples.ENVIRONMENT);

    LatchkeyConfig config = loader.load(Samples.FOLDER.resolve(name));

    assertThat(config.routes()).isNotEmpty();
    assertThat(config.profiles()).isNotEmpty();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everySampleTellsEditorsItsSchema(String name) throws IOException {
    String first = Files.readAllLines(Samples.FOLDER.resolve(name)).get(0);

    String schema = first.replace("# yaml-language-server: $schema=", "");

    assertThat(Samples.FOLDER.resolve(schema)).exists();
  }

  @ParameterizedTest
  @MethodSource("samples")
  void everyScopeIsLabelledInBothLanguages(String name) throws ConfigException {
    LatchkeyConfig config = load(name);

    List<ScopeConfig> scopes = config.scopes();

    assertThat(scopes)
        .isNotEmpty()
        .allSatisfy(scope -> assertThat(scope.label()).containsKeys("en", "vi"));
  }

  @Test
  void theFourProductsFitIntoOneInstance() throws ConfigException {
    LatchkeyConfig all = load("all.yaml");

    List<ProfileConfig> apart =
        List.of(
            only("alohub.yaml"), only("aloochat.yaml"), only("ohallo.yaml"), only("salehay.yaml"));

    assertThat(all.profiles().keySet()).containsExactly("alohub", "aloochat", "ohallo", "salehay");
    for (ProfileConfig alone : apart) {
      ProfileConfig together = all.profiles().get(alone.id());
      assertThat(together).usingRecursiveComparison().ignoringFields("plan").isEqualTo(alone);
    }
    assertThat(all.routes()).anyMatch(route -> route.access() instanceof Access.Public);
  }

  @Test
  void alohubSpeaksItsFlatDialect() throws ConfigException {
    ProfileConfig profile = only("alohub.yaml");

    String prefix = profile.prefixFor(null);

    assertThat(prefix).isEqualTo("alo_k_");
    assertThat(profile.uniqueNames()).isTrue();
    assertThat(profile.scopePolicy()).isEqualTo(ScopePolicy.REQUIRED);
    assertThat(profile.durations()).containsExactly(0, 30, 90, 365);
    assertThat(profile.dialect())
        .isEqualTo(
            new ProfileConfig.DialectConfig("flat-camel-200", "/api/v1.0/integration/api-keys"));
  }

  @Test
  void aloochatKeepsDevelopmentAndProductionApart() throws ConfigException {
    ProfileConfig profile = only("aloochat.yaml");

    String test = profile.prefixFor("test");

    assertThat(test).isEqualTo("aloo_test_");
    assertThat(profile.credentials()).containsExactly("x-api-token");
    assertThat(profile.scopePolicy()).isEqualTo(ScopePolicy.HIDDEN);
    assertThat(profile.defaultScopes()).containsExactly("agents:read");
    assertThat(profile.environments().keySet()).containsExactly("live", "test");
    assertThat(requireNonNull(profile.environments().get("test")).maxLifetime()).hasDays(30);
  }

  @Test
  void ohalloKeysCarryEnvironmentAndVersion() throws ConfigException {
    ProfileConfig profile = only("ohallo.yaml");

    String live = profile.prefixFor("live");

    assertThat(live).isEqualTo("sf_live_v1_");
    assertThat(profile.scopes()).hasSize(5);
  }

  @Test
  void salehayTakesOneKeyOnTwoApisWithTheirOwnHeaders() throws ConfigException {
    LatchkeyConfig config = load("salehay.yaml");

    RouteConfig agent = route(config, "salehay-leads-read");
    RouteConfig open = route(config, "salehay-public-leads");

    assertThat(agent.credentials()).containsExactly("X-Agent-Token");
    assertThat(open.credentials()).containsExactly("X-API-Key");
    assertThat(agent.profiles()).isEqualTo(open.profiles());
    assertThat(config.scopes()).hasSize(7);
    assertThat(only("salehay.yaml").allowWildcard()).isTrue();
    assertThat(config.scopes().stream().flatMap(scope -> scope.tools().stream())).hasSize(7);
  }

  private static RouteConfig route(LatchkeyConfig config, String id) {
    return config.routes().stream().filter(r -> r.id().equals(id)).findFirst().orElseThrow();
  }

  private static ProfileConfig only(String name) throws ConfigException {
    return load(name).profiles().values().iterator().next();
  }

  private static LatchkeyConfig load(String name) throws ConfigException {
    return new ConfigLoader(Samples.ENVIRONMENT).load(Samples.FOLDER.resolve(name));
  }
}
