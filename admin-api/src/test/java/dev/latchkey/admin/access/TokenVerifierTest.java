// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.EC;
import static dev.latchkey.admin.access.SignedTokens.ED;
import static dev.latchkey.admin.access.SignedTokens.HMAC;
import static dev.latchkey.admin.access.SignedTokens.NOW;
import static dev.latchkey.admin.access.SignedTokens.RSA;
import static dev.latchkey.admin.access.SignedTokens.SECRET;
import static dev.latchkey.admin.access.SignedTokens.claims;
import static dev.latchkey.admin.access.SignedTokens.issuer;
import static dev.latchkey.admin.access.SignedTokens.named;
import static dev.latchkey.admin.access.SignedTokens.pem;
import static dev.latchkey.admin.access.SignedTokens.signedBy;
import static dev.latchkey.admin.access.SignedTokens.token;
import static dev.latchkey.admin.access.SignedTokens.withHeader;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.SecretValue;
import io.jsonwebtoken.Jwts;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private final TestClock clock = new TestClock(NOW);
  private final TokenVerifier verifier = SignedTokens.verifier(clock);

  @Test
  void eachAlgorithmIsAcceptedFromItsIssuer() {
    List<String> tokens =
        List.of(
            claims("https://hs.test").signWith(HMAC, Jwts.SIG.HS256).compact(),
            claims("https://rs.test").signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact(),
            claims("https://es.test").signWith(EC.getPrivate(), Jwts.SIG.ES256).compact(),
            claims("https://ed.test").signWith(ED.getPrivate(), Jwts.SIG.EdDSA).compact());

    List<Optional<Principal>> principals = tokens.stream().map(this::verify).toList();

    assertThat(principals)
        .allSatisfy(
            principal -> assertThat(principal.orElseThrow().tenant().id()).isEqualTo("acme"));
  }

  @Test
  void rolesAndPermissionsAreTheSumOfWhatTheTokenNames() {
    String token =
        token(
            claims ->
                claims
                    .claim("roles", List.of("viewer", "emperor"))
                    .claim("permissions", List.of("settings:w", "world:rule")));

    Principal principal = verify(token).orElseThrow();

    assertThat(principal.roles()).containsExactly(Role.VIEWER);
    assertThat(principal.may(Permission.KEYS_CREATE)).isTrue();
    assertThat(principal.may(Permission.PLANS_READ)).isTrue();
    assertThat(principal.may(Permission.KEYS_GRANT)).isFalse();
    assertThat(principal.actor().id()).isEqualTo("lan");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../dev/null", "' OR 1=1 --", "https://evil.test/key"})
  void jw05AKeyIdIsNeverFollowed(String kid) {
    String token = withHeader(Map.of("kid", kid, "jku", "https://evil.test/jwks"));

    Optional<Principal> principal = verify(token);

    assertThat(principal).isPresent();
  }

  @Test
  void aTokenBeginsThirtySecondsEarlyAndEndsOnTime() {
    String early = token(claims -> claims.notBefore(Date.from(NOW.plusSeconds(30))));

    Optional<Principal> begun = verify(early);
    clock.advance(Duration.ofHours(1));
    Optional<Principal> ended = verify(early);

    assertThat(begun).isPresent();
    assertThat(ended).isEmpty();
  }

  @Test
  void issuersOfOneNameAreToldApartByAudience() {
    TokenVerifier both =
        new TokenVerifier(
            List.of(
                named("https://id.test", "console", SECRET),
                named("https://id.test", "latchkey", "another-".repeat(8))),
            clock,
            SignedTokens.NOTHING);

    Optional<Principal> principal = SignedTokens.verify(both, signedBy("https://id.test"));

    assertThat(principal).as("signed by console's key, addressed to latchkey").isEmpty();
  }

  @Test
  void rolesAreMappedAndClaimsMayBeNested() {
    Issuer issuer =
        new Issuer(
            "https://hs.test",
            "latchkey",
            Algorithm.HS256,
            new SecretValue("${env:S}", SECRET),
            null,
            null,
            new Claims("org", "realm_access.roles", "permissions"),
            Map.of("chef", "owner"));
    String token =
        token(
            claims ->
                claims
                    .claim("org", "globex")
                    .claim("realm_access", Map.of("roles", List.of("chef", "admin"))));

    Principal principal = SignedTokens.verify(one(issuer), token).orElseThrow();

    assertThat(principal.tenant().id()).isEqualTo("globex");
    assertThat(principal.roles()).containsExactly(Role.OWNER);
  }

  @Test
  void weakAndUnreadableKeysAreRefusedAtTheStart() {
    KeyPair curve = Jwts.SIG.ES384.keyPair().build();

    assertThatThrownBy(() -> one(issuer("i", Algorithm.ES256, null, pem(curve))))
        .hasMessageContaining("P-256");
    assertThatThrownBy(() -> one(issuer("i", Algorithm.RS256, null, "no key")))
        .hasMessageContaining("PUBLIC KEY");
    assertThatThrownBy(() -> one(issuer("i", Algorithm.RS256, null, pem(EC))))
        .hasMessageContaining("RS256");
    assertThatThrownBy(() -> one(issuer("i", Algorithm.RS256, null, null)))
        .hasMessageContaining("has no key");
    assertThatThrownBy(() -> one(issuer("i", Algorithm.HS256, "short", null)))
        .hasMessageContaining("32 bytes");
  }

  @Test
  void ourOwnTokensAreAccepted() {
    Issuer issuer = issuer("https://hs.test", Algorithm.HS256, SECRET, null);
    String token = new AdminTokens(clock).issue(issuer, "acme", "auditor", Duration.ofHours(1));

    Principal principal = verify(token).orElseThrow();

    assertThat(principal.roles()).containsExactly(Role.AUDITOR);
    assertThatThrownBy(
            () -> new AdminTokens(clock).issue(issuer, "acme", "king", Duration.ofHours(1)))
        .hasMessageContaining("owner, admin");
  }

  private TokenVerifier one(Issuer issuer) {
    return new TokenVerifier(List.of(issuer), clock, SignedTokens.NOTHING);
  }

  private Optional<Principal> verify(String token) {
    return SignedTokens.verify(verifier, token);
  }
}
