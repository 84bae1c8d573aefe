// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ProfileConfig.EnvironmentConfig;
import dev.latchkey.config.ProfileConfig.LeakPolicy;
import dev.latchkey.config.ProfileConfig.ScopePolicy;
import dev.latchkey.keys.KeyMint;
import java.security.SecureRandom;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

class ScannerRulesTest {
  private final KeyMint mint = new KeyMint(new SecureRandom());

  @Test
  void everyMintedKeyMatchesAndItsNeighboursDoNot() {
    ScannerRules rules = rules("sf_{env}_v1_", "live", "test");
    Pattern pattern = Pattern.compile("\\b(" + rules.pattern() + ")\\b");

    for (int i = 0; i < 200; i++) {
      String key = mint.mint(i % 2 == 0 ? "sf_live_v1_" : "sf_test_v1_").reveal();
      assertThat(pattern.matcher("key=\"" + key + "\";").find()).isTrue();
      assertThat(pattern.matcher(key + "x").find()).as("longer").isFalse();
      assertThat(pattern.matcher(key.substring(0, key.length() - 1)).find()).isFalse();
    }
    assertThat(pattern.matcher(mint.mint("sf_dev_v1_").reveal()).find()).isFalse();
  }

  @Test
  void theRuleOfGitleaksIsOneTableOfTomlWithItsKeywords() {
    assertThat(rules("alo_k_").gitleaks())
        .startsWith("[[rules]]\nid = \"latchkey-p-1\"\n")
        .contains("regex = '''\\b(alo_k_[0-9A-Za-z]{36})\\b'''\n")
        .contains("keywords = [\"alo_k_\"]\n");
  }

  @Test
  void theDetectorOfTrufflehogIsYamlThatSaysTheSame() {
    Map<String, Object> yaml =
        new Yaml(new SafeConstructor(new LoaderOptions()))
            .load(rules("sk_{env}_", "live", "test").trufflehog());

    assertThat(yaml.get("detectors"))
        .isEqualTo(
            List.of(
                Map.of(
                    "name",
                    "latchkey-p-1",
                    "keywords",
                    List.of("sk_live_", "sk_test_"),
                    "regex",
                    Map.of("key", "\\b((?:sk_live_|sk_test_)[0-9A-Za-z]{36})\\b"))));
  }

  @Test
  void githubsPatternHasTheSecretApartFromItsSurroundings() {
    ScannerRules.Github github = rules("alo_k_").github();

    String key = mint.mint("alo_k_").reveal();

    assertThat(key).matches(github.secret());
    assertThat(
            Pattern.compile("(?:" + github.before() + ")" + github.secret())
                .matcher("x" + key)
                .find())
        .isFalse();
    assertThat(
            Pattern.compile("(?:" + github.before() + ")" + github.secret())
                .matcher("=" + key)
                .find())
        .isTrue();
  }

  private static ScannerRules rules(String prefix, String... environments) {
    Map<String, EnvironmentConfig> all = new LinkedHashMap<>();
    for (String environment : environments) {
      all.put(environment, new EnvironmentConfig(null, List.of()));
    }
    return new ScannerRules(
        new ProfileConfig(
            "p_1",
            prefix,
            List.of(),
            ScopePolicy.OPTIONAL,
            List.of(),
            List.of(),
            false,
            null,
            false,
            all,
            List.of(),
            null,
            LeakPolicy.NOTIFY));
  }
}
