// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.SecretValue;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  private static final String SECRET = "test-secret-".repeat(4);
  private static final SecretKey HMAC = Keys.hmacShaKeyFor(SECRET.getBytes(StandardCharsets.UTF_8));
  private static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
  private static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
  private static final KeyPair ED = Jwts.SIG.EdDSA.keyPair().build();

  private final TestClock clock = new TestClock(NOW);
  private final TokenVerifier verifier =
      new TokenVerifier(
          List.of(
              issuer("https://hs.test", Algorithm.HS256, SECRET, null),
              issuer("https://rs.test", Algorithm.RS256, null, pem(RSA)),
              issuer("https://es.test", Algorithm.ES256, null, pem(EC)),
              issuer("https://ed.test", Algorithm.EdDSA, null, pem(ED))),
          clock);

  @Test
  void eachAlgorithmIsAcceptedFromItsIssuer() {
    List<String> tokens =
        List.of(
            claims("https://hs.test").signWith(HMAC, Jwts.SIG.HS256).compact(),
            claims("https://rs.test").signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact(),
            claims("https://es.test").signWith(EC.getPrivate(), Jwts.SIG.ES256).compact(),
            claims("https://ed.test").signWith(ED.getPrivate(), Jwts.SIG.EdDSA).compact());

    List<Optional<Principal>> principals = tokens.stream().map(verifier::verify).toList();

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

    Principal principal = verifier.verify(token).orElseThrow();

    assertThat(principal.roles()).containsExactly(Role.VIEWER);
    assertThat(principal.may(Permission.KEYS_CREATE)).isTrue();
    assertThat(principal.may(Permission.PLANS_READ)).isTrue();
    assertThat(principal.may(Permission.KEYS_GRANT)).isFalse();
    assertThat(principal.actor().id()).isEqualTo("lan");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void aTokenThatIsNotBeyondDoubtIsRefused(String why, String token) {
    Optional<Principal> principal = verifier.verify(token);

    assertThat(principal).as(why).isEmpty();
  }

  static Stream<Arguments> refused() {
    return Stream.of(signatures(), headers(), times(), addressees(), Stream.of(malformed()))
        .flatMap(rows -> rows);
  }

  private static Stream<Arguments> signatures() {
    String rsaText = pem(RSA);
    SecretKey confused = Keys.hmacShaKeyFor(rsaText.getBytes(StandardCharsets.UTF_8));
    String es = claims("https://es.test").signWith(EC.getPrivate(), Jwts.SIG.ES256).compact();
    String zeros = Base64.getUrlEncoder().withoutPadding().encodeToString(new byte[64]);
    String hs = token(claims -> claims);
    return Stream.of(
        row("JW-01 alg none", raw("{\"alg\":\"none\"}", body(), "")),
        row("JW-01 alg nOnE, signed", raw("{\"alg\":\"nOnE\"}", body(), "AAAA")),
        row("JW-01 signature cut off", hs.substring(0, hs.lastIndexOf('.') + 1)),
        row(
            "JW-02 HS256 with the public key's text",
            claims("https://rs.test").signWith(confused, Jwts.SIG.HS256).compact()),
        row(
            "JW-03 RS256 where the issuer is ES256",
            claims("https://es.test").signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact()),
        row("JW-04 r = s = 0", es.substring(0, es.lastIndexOf('.') + 1) + zeros),
        row(
            "HS512 with the right secret",
            claims("https://hs.test")
                .signWith(
                    Keys.hmacShaKeyFor((SECRET + SECRET).getBytes(StandardCharsets.UTF_8)),
                    Jwts.SIG.HS512)
                .compact()),
        row("a changed payload", tampered(hs)),
        row("JW-15 the key of another issuer", signedBy("https://es.test")));
  }

  private static Stream<Arguments> headers() {
    return Stream.of(
        row("JW-11 another type of token", withHeader(Map.of("typ", "logout+jwt"))),
        row("JW-12 crit", signedRaw("{\"alg\":\"HS256\",\"crit\":[\"x\"],\"x\":1}", body())),
        row("JW-12 b64", signedRaw("{\"alg\":\"HS256\",\"b64\":false}", body())),
        row("JW-12 a header twice", signedRaw("{\"alg\":\"HS256\",\"alg\":\"HS256\"}", body())),
        row("JW-17 zip", signedRaw("{\"alg\":\"HS256\",\"zip\":\"DEF\"}", body())),
        row(
            "JW-12 a claim twice",
            signedRaw("{\"alg\":\"HS256\"}", body().replace("{", "{\"tenant\":\"evil\","))));
  }

  private static Stream<Arguments> times() {
    return Stream.of(
        row("JW-08 no exp", token(claims -> claims.expiration(null))),
        row("JW-08 past", token(claims -> claims.expiration(Date.from(NOW.minusSeconds(1))))),
        row("JW-08 just now", token(claims -> claims.expiration(Date.from(NOW)))),
        row("JW-08 text", signedRaw("{\"alg\":\"HS256\"}", body("\"1890000000\""))),
        row("JW-08 float", signedRaw("{\"alg\":\"HS256\"}", body("1890000000.5"))),
        row("JW-08 2^63", signedRaw("{\"alg\":\"HS256\"}", body("9223372036854775808"))),
        row("JW-08 2^63-1", signedRaw("{\"alg\":\"HS256\"}", body("9223372036854775807"))),
        row("JW-08 nbf to come", token(claims -> claims.notBefore(Date.from(NOW.plusSeconds(31))))),
        row("JW-08 iat to come", token(claims -> claims.issuedAt(Date.from(NOW.plusSeconds(31))))),
        row("JW-11 an ID token", token(claims -> claims.claim("typ", "ID"))));
  }

  private static Stream<Arguments> addressees() {
    return Stream.of(
        row("JW-09 no audience", token(claims -> claims.claim("aud", null))),
        row("JW-09 another audience", token(claims -> claims.claim("aud", "other"))),
        row(
            "JW-09 nested",
            signedRaw("{\"alg\":\"HS256\"}", body().replace("\"latchkey\"", "[[\"latchkey\"]]"))),
        row("JW-10 another issuer", signedBy("https://other.test")),
        row("JW-10 trailing slash", signedBy("https://hs.test/")),
        row("JW-10 case", signedBy("https://HS.test")),
        row("JW-10 a prefix", signedBy("https://hs.tes")),
        row("no tenant", token(claims -> claims.claim("tenant", null))),
        row("an empty tenant", token(claims -> claims.claim("tenant", " "))),
        row("a tenant that is no text", token(claims -> claims.claim("tenant", 7))),
        row("too long a tenant", token(claims -> claims.claim("tenant", "t".repeat(101)))));
  }

  private static Arguments[] malformed() {
    String good = token(claims -> claims);
    return new Arguments[] {
      row("empty", ""),
      row("JW-13 two dots", ".."),
      row("JW-13 five parts", "a.b.c.d.e"),
      row("JW-13 not base64url", good.replace('.', '!')),
      row("JW-13 padding", good + "="),
      row("JW-13 whitespace", good.replace(".", ". ")),
      row("JW-13 64 KiB", "a".repeat(65_536)),
      row("JW-13 a whole token beyond 8 KiB", token(c -> c.claim("pad", "p".repeat(8_192)))),
      row("JW-14 deeply nested", signedRaw("{\"alg\":\"HS256\"}", nested())),
      row("an API key", "sk_live_" + "a".repeat(36)),
      row("an array", raw("[]", "[]", "AAAA"))
    };
  }

  @ParameterizedTest
  @ValueSource(strings = {"../../dev/null", "' OR 1=1 --", "https://evil.test/key"})
  void jw05AKeyIdIsNeverFollowed(String kid) {
    String token = withHeader(Map.of("kid", kid, "jku", "https://evil.test/jwks"));

    Optional<Principal> principal = verifier.verify(token);

    assertThat(principal).isPresent();
  }

  @Test
  void aTokenBeginsThirtySecondsEarlyAndEndsOnTime() {
    String early = token(claims -> claims.notBefore(Date.from(NOW.plusSeconds(30))));

    Optional<Principal> begun = verifier.verify(early);
    clock.advance(Duration.ofHours(1));
    Optional<Principal> ended = verifier.verify(early);

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
            clock);

    Optional<Principal> principal = both.verify(signedBy("https://id.test"));

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

    Principal principal = new TokenVerifier(List.of(issuer), clock).verify(token).orElseThrow();

    assertThat(principal.tenant().id()).isEqualTo("globex");
    assertThat(principal.roles()).containsExactly(Role.OWNER);
  }

  @Test
  void anIssuerWithoutAKeyIsNeverBelieved() {
    Issuer issuer = issuer("https://hs.test", Algorithm.RS256, null, null);

    TokenVerifier keyless = new TokenVerifier(List.of(issuer), clock);

    assertThat(keyless.verify(token(claims -> claims))).isEmpty();
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
    assertThatThrownBy(() -> one(issuer("i", Algorithm.HS256, "short", null)))
        .isInstanceOf(RuntimeException.class);
  }

  @Test
  void ourOwnTokensAreAccepted() {
    Issuer issuer = issuer("https://hs.test", Algorithm.HS256, SECRET, null);
    String token = new AdminTokens(clock).issue(issuer, "acme", "auditor", Duration.ofHours(1));

    Principal principal = verifier.verify(token).orElseThrow();

    assertThat(principal.roles()).containsExactly(Role.AUDITOR);
    assertThatThrownBy(
            () -> new AdminTokens(clock).issue(issuer, "acme", "king", Duration.ofHours(1)))
        .hasMessageContaining("owner, admin");
  }

  private TokenVerifier one(Issuer issuer) {
    return new TokenVerifier(List.of(issuer), clock);
  }

  private static Issuer named(String name, String audience, String secret) {
    return new Issuer(
        name,
        audience,
        Algorithm.HS256,
        new SecretValue("${env:S}", secret),
        null,
        null,
        Claims.DEFAULT,
        Map.of());
  }

  private static Issuer issuer(
      String name, Algorithm algorithm, @Nullable String secret, @Nullable String pem) {
    return new Issuer(
        name,
        "latchkey",
        algorithm,
        secret == null ? null : new SecretValue("${env:S}", secret),
        pem,
        null,
        Claims.DEFAULT,
        Map.of());
  }

  private static JwtBuilder claims(String issuer) {
    return Jwts.builder()
        .issuer(issuer)
        .subject("lan")
        .claim("aud", List.of("other", "latchkey"))
        .claim("tenant", "acme")
        .claim("roles", List.of("owner"))
        .issuedAt(Date.from(NOW))
        .expiration(Date.from(NOW.plusSeconds(600)));
  }

  private static String token(UnaryOperator<JwtBuilder> change) {
    return change.apply(claims("https://hs.test")).signWith(HMAC, Jwts.SIG.HS256).compact();
  }

  private static String signedBy(String issuer) {
    return claims(issuer).signWith(HMAC, Jwts.SIG.HS256).compact();
  }

  private static String withHeader(Map<String, Object> header) {
    return claims("https://hs.test")
        .header()
        .add(new HashMap<>(header))
        .and()
        .signWith(HMAC, Jwts.SIG.HS256)
        .compact();
  }

  private static String body() {
    return body("1890000000");
  }

  private static String body(String exp) {
    return "{\"iss\":\"https://hs.test\",\"aud\":\"latchkey\",\"tenant\":\"acme\",\"exp\":"
        + exp
        + "}";
  }

  private static String nested() {
    return body().replace("}", ",\"x\":" + "[".repeat(400) + "]".repeat(400) + "}");
  }

  private static String raw(String header, String body, String signature) {
    return encoded(header) + "." + encoded(body) + "." + signature;
  }

  /** A signature that is right, under a header that no library would write. */
  private static String signedRaw(String header, String body) {
    String input = encoded(header) + "." + encoded(body);
    byte[] mac = mac(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  private static byte[] mac(byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(HMAC);
      return mac.doFinal(input);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  private static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String tampered(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + encoded(claims.replace("acme", "evil")) + "." + parts[2];
  }

  private static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  private static Arguments row(String why, String token) {
    return Arguments.of(why, token);
  }
}
