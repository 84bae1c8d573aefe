// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.admin.fetch.HttpFetch;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Jwks;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** An issuer whose keys a scripted endpoint publishes. */
class PublishedKeysScene {
  static final long PATIENCE_MILLIS = 1_500;

  static final KeyPair ED = Jwks.CRV.Ed25519.keyPair().build();

  final TestClock clock = new TestClock(NOW);
  final ScriptedEndpoint endpoint = new ScriptedEndpoint();
  final TokenVerifier verifier = verifier(Algorithm.ES256);

  @AfterEach
  void stop() {
    endpoint.close();
  }

  TokenVerifier verifier(Algorithm algorithm) {
    Issuer issuer =
        new Issuer(
            "https://id.test",
            "latchkey",
            algorithm,
            null,
            null,
            endpoint.url(),
            Claims.DEFAULT,
            Map.of());
    return new TokenVerifier(
        List.of(issuer), clock, new HttpFetch(endpoint.vertx, PATIENCE_MILLIS));
  }

  Optional<Principal> verify(String token) {
    return verify(verifier, token);
  }

  Optional<Principal> verify(TokenVerifier with, String token) {
    return endpoint.call(() -> with.verify(token));
  }

  void assertUnavailable(String token) {
    assertThatThrownBy(() -> verify(token))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }

  String token(@Nullable String kid, KeyPair pair) {
    return signed(kid).signWith(pair.getPrivate(), Jwts.SIG.ES256).compact();
  }

  JwtBuilder signed(@Nullable String kid) {
    return SignedTokens.claims("https://id.test")
        .expiration(Date.from(NOW.plus(Duration.ofDays(3))))
        .header()
        .keyId(kid)
        .and();
  }

  static String jwk(String id, KeyPair pair) {
    return Jwks.json(Jwks.builder().key(pair.getPublic()).id(id).build());
  }

  static String set(String... keys) {
    return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }
}
