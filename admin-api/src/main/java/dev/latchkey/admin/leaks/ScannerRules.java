// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.leaks;

import dev.latchkey.config.ProfileConfig;
import dev.latchkey.keys.KeyFormat;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The rules by which scanners know a profile's keys: its prefixes, and exactly 36 characters of
 * base62 after them. The last six are a check that any scanner may compute; none of these formats
 * can say so.
 */
public final class ScannerRules {
  private final String profile;
  private final List<String> prefixes;
  private final String regex;

  public ScannerRules(ProfileConfig profile) {
    this.profile = profile.id();
    this.prefixes =
        profile.environments().isEmpty()
            ? List.of(profile.prefixFor(null))
            : profile.environments().keySet().stream().map(profile::prefixFor).toList();
    this.regex = alternatives() + "[0-9A-Za-z]{" + KeyFormat.BODY_LENGTH + "}";
  }

  /** What a key looks like, without its surroundings. */
  public String pattern() {
    return regex;
  }

  /** A rule of gitleaks, as a part of its TOML file. */
  public String gitleaks() {
    return Stream.of(
            "[[rules]]",
            "id = \"latchkey-" + id() + "\"",
            "description = \"An API key of " + profile + ", issued by Latchkey\"",
            "regex = '''\\b(" + regex + ")\\b'''",
            "secretGroup = 1",
            "entropy = 3",
            "keywords = ["
                + prefixes.stream()
                    .map(prefix -> "\"" + prefix + "\"")
                    .collect(Collectors.joining(", "))
                + "]",
            "")
        .collect(Collectors.joining("\n"));
  }

  /** A custom pattern of GitHub's secret scanning: the secret, and what may stand around it. */
  public Github github() {
    return new Github("Latchkey " + profile, regex, "\\A|[^0-9A-Za-z_]", "\\z|[^0-9A-Za-z_]");
  }

  /** The fields of GitHub's form, or of its partner programme. */
  public record Github(String name, String secret, String before, String after) {}

  /** A custom detector of trufflehog, as a YAML file. */
  public String trufflehog() {
    return Stream.of(
            "detectors:",
            "  - name: latchkey-" + id(),
            "    keywords:",
            prefixes.stream().map(prefix -> "      - " + prefix).collect(Collectors.joining("\n")),
            "    regex:",
            "      key: '\\b(" + regex + ")\\b'",
            "")
        .collect(Collectors.joining("\n"));
  }

  private String alternatives() {
    return prefixes.size() == 1 ? prefixes.get(0) : "(?:" + String.join("|", prefixes) + ")";
  }

  private String id() {
    return profile.replace('.', '-').replace('_', '-');
  }
}
