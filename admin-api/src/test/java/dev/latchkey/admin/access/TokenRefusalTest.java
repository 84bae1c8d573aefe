// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.EC;
import static dev.latchkey.admin.access.SignedTokens.NOW;
import static dev.latchkey.admin.access.SignedTokens.RSA;
import static dev.latchkey.admin.access.SignedTokens.SECRET;
import static dev.latchkey.admin.access.SignedTokens.body;
import static dev.latchkey.admin.access.SignedTokens.claims;
import static dev.latchkey.admin.access.SignedTokens.nested;
import static dev.latchkey.admin.access.SignedTokens.pem;
import static dev.latchkey.admin.access.SignedTokens.raw;
import static dev.latchkey.admin.access.SignedTokens.signedBy;
import static dev.latchkey.admin.access.SignedTokens.signedRaw;
import static dev.latchkey.admin.access.SignedTokens.tampered;
import static dev.latchkey.admin.access.SignedTokens.token;
import static dev.latchkey.admin.access.SignedTokens.withHeader;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows JW-01 to JW-17 that apply to a token alone. */
class TokenRefusalTest {
  private final TestClock clock = new TestClock(NOW);
  private final TokenVerifier verifier = SignedTokens.verifier(clock);

  @ParameterizedTest(name = "{0}")
  @MethodSource("refused")
  void aTokenThatIsNotBeyondDoubtIsRefused(String why, String token) {
    Optional<Principal> principal = SignedTokens.verify(verifier, token);

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

  private static Arguments row(String why, String token) {
    return Arguments.of(why, token);
  }
}
