// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One entry of {@code issuers}: bound to one algorithm and to one kind of key. */
final class IssuerReader {
  private static final int LARGEST_KEY = 64 * 1024;
  private static final Map<String, Algorithm> ALGORITHMS = algorithms();

  private final Section section;

  IssuerReader(Section section) {
    this.section = section;
  }

  @Nullable Issuer read() {
    String issuer = needText("issuer", "equal to the token's iss");
    String audience = needText("audience", "one of the token's aud");
    Value algorithmValue = section.need("algorithm", "HS256, RS256, ES256 or EdDSA");
    Algorithm algorithm = algorithmValue == null ? null : algorithmValue.choice(ALGORITHMS);
    Value secretValue = section.get("secret");
    Value keyValue = section.get("publicKey");
    Value jwksValue = section.get("jwks");
    if (algorithm != null) {
      checkKind(algorithm, secretValue, keyValue, jwksValue);
    }
    SecretValue secret = secretValue == null ? null : SecretReader.strong(secretValue);
    String publicKey = keyValue == null ? null : publicKey(keyValue, algorithm);
    String jwks = WebAddress.read(jwksValue);
    Claims claims = claims(section);
    Map<String, String> roles = roles(section);
    section.finish();
    if (issuer == null || audience == null || algorithm == null) {
      return null;
    }
    return new Issuer(issuer, audience, algorithm, secret, publicKey, jwks, claims, roles);
  }

  private static Map<String, Algorithm> algorithms() {
    Map<String, Algorithm> algorithms = new LinkedHashMap<>();
    for (Algorithm algorithm : Algorithm.values()) {
      algorithms.put(algorithm.name(), algorithm);
    }
    return Collections.unmodifiableMap(algorithms);
  }

  private @Nullable String needText(String key, String hint) {
    return section.need(key, hint) == null ? null : section.text(key);
  }

  private void checkKind(
      Algorithm algorithm, @Nullable Value secret, @Nullable Value key, @Nullable Value jwks) {
    long given = Stream.of(secret, key, jwks).filter(Objects::nonNull).count();
    if (given != 1) {
      section.problem(
          "an issuer has exactly one of secret, publicKey and jwks",
          algorithm == Algorithm.HS256 ? "secret for HS256" : "publicKey or jwks for " + algorithm);
    } else if (algorithm == Algorithm.HS256 && secret == null) {
      section.problem("HS256 needs a secret", "secret: \"${env:ADMIN_JWT_SECRET}\"");
    } else if (algorithm != Algorithm.HS256 && secret != null) {
      section.problem(algorithm + " needs a publicKey or jwks", "a shared secret is for HS256");
    }
  }

  /** A PEM text, or the path of a file with one; in the end always the key alone. */
  private @Nullable String publicKey(Value value, @Nullable Algorithm algorithm) {
    Text text = value.resolved();
    if (text == null) {
      return null;
    }
    String pem = text.value();
    if (!pem.contains("-----BEGIN ")) {
      Path path = value.path();
      try {
        pem = path == null ? "" : Disk.text(path, LARGEST_KEY);
      } catch (IOException e) {
        value.problem(
            "the key file " + Disk.explain(e), "publicKey is a PEM file's path or its text");
        return null;
      }
    }
    if (pem.contains("PRIVATE KEY-----")) {
      value.problem("this is a private key", "only the public half belongs here");
      return null;
    }
    return algorithm == null || algorithm == Algorithm.HS256
        ? null
        : PublicKeys.read(pem, algorithm, value);
  }

  static Claims claims(Section section) {
    Section claims = section.section("claims");
    if (claims == null) {
      return Claims.DEFAULT;
    }
    Claims names =
        new Claims(
            claims.text("tenant", Claims.DEFAULT.tenant()),
            claims.text("roles", Claims.DEFAULT.roles()),
            claims.text("permissions", Claims.DEFAULT.permissions()));
    claims.finish();
    return names;
  }

  static Map<String, String> roles(Section section) {
    Section map = section.section("roles");
    Map<String, String> roles = new LinkedHashMap<>();
    for (Section.Entry entry : map == null ? List.<Section.Entry>of() : map.entries()) {
      String role = entry.value().choice(Roles.BY_NAME, "");
      roles.put(entry.key().value(), role);
    }
    return Collections.unmodifiableMap(roles);
  }
}
