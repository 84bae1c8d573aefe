// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.LoginConfig.Local;
import dev.latchkey.config.LoginConfig.Oidc;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code admin.login}. */
final class LoginReader {
  private static final Duration IDLE = Duration.ofMinutes(30);
  private static final Duration LIFETIME = Duration.ofHours(12);
  private static final Duration SHORTEST = Duration.ofMinutes(1);
  private static final Duration LONGEST = Duration.ofDays(7);
  private static final List<String> SCOPES = List.of("openid", "profile", "email");
  private static final int LONGEST_TENANT = 100;
  private static final Map<String, Algorithm> ALGORITHMS = algorithms();

  private LoginReader() {}

  /** Those with a public key. */
  private static Map<String, Algorithm> algorithms() {
    Map<String, Algorithm> algorithms = new LinkedHashMap<>();
    for (Algorithm each : List.of(Algorithm.RS256, Algorithm.ES256, Algorithm.EdDSA)) {
      algorithms.put(each.name(), each);
    }
    return Collections.unmodifiableMap(algorithms);
  }

  static LoginConfig read(Section section) {
    String publicUrl = publicUrl(section.get("publicUrl"));
    Duration idle = section.duration("idle", SHORTEST, LONGEST, IDLE);
    Duration lifetime = section.duration("lifetime", SHORTEST, LONGEST, LIFETIME);
    Section local = section.section("local");
    Section oidc = section.section("oidc");
    LoginConfig login =
        new LoginConfig(
            publicUrl,
            idle,
            lifetime,
            local == null ? null : local(local),
            oidc == null ? null : oidc(oidc));
    if (!section.has("local") && !section.has("oidc")) {
      section.problem("nobody could sign in", "give local, oidc or both");
    }
    if (section.has("oidc") && !section.has("publicUrl")) {
      section.problem("\"publicUrl\" is missing", "the provider sends people back to it");
    }
    section.finish();
    return login;
  }

  private static @Nullable String publicUrl(@Nullable Value value) {
    String url = WebAddress.read(value);
    if (url == null || value == null) {
      return null;
    }
    URI parsed = URI.create(url);
    String path = parsed.getRawPath();
    if (parsed.getRawQuery() != null || !(path.isEmpty() || path.equals("/"))) {
      value.problem("\"publicUrl\" has a path", "such as https://keys.example.test");
      return null;
    }
    return parsed.getScheme() + "://" + parsed.getRawAuthority();
  }

  private static Local local(Section section) {
    Value value = section.need("tenant", "whose keys local administrators manage");
    String tenant = value == null ? null : section.text("tenant");
    if (value != null && tenant != null && tenant.length() > LONGEST_TENANT) {
      value.problem("\"tenant\" is too long", "at most " + LONGEST_TENANT + " characters");
    }
    section.finish();
    return new Local(tenant == null ? "" : tenant);
  }

  private static @Nullable Oidc oidc(Section section) {
    String issuer = WebAddress.read(section.need("issuer", "the provider's address"));
    Value clientValue = section.need("clientId", "Latchkey's name at the provider");
    String clientId = clientValue == null ? null : section.text("clientId");
    Value algorithmValue = section.get("algorithm");
    Algorithm algorithm =
        algorithmValue == null
            ? Algorithm.RS256
            : algorithmValue.choice(ALGORITHMS, Algorithm.RS256);
    Value secretValue = section.get("clientSecret");
    SecretValue secret = secretValue == null ? null : SecretReader.any(secretValue);
    List<String> scopes = scopes(section);
    Issuer trusted =
        new Issuer(
            issuer == null ? "" : issuer,
            clientId == null ? "" : clientId,
            algorithm,
            null,
            null,
            null,
            IssuerReader.claims(section),
            IssuerReader.roles(section));
    section.finish();
    return new Oidc(trusted, secret, scopes);
  }

  private static List<String> scopes(Section section) {
    List<String> scopes = Section.values(section.someWords("scopes", Word.OIDC_SCOPE, false));
    if (!scopes.isEmpty() && !scopes.contains("openid")) {
      section
          .reading()
          .problem(
              section.placeOf("scopes"), "\"scopes\" leaves out openid", "[ openid, profile ]");
    }
    return scopes.isEmpty() ? SCOPES : scopes;
  }
}
