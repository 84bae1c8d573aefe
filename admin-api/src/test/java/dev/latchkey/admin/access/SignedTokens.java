// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.fetch.FetchException;
import dev.latchkey.config.AdminConfig.Algorithm;
import dev.latchkey.config.AdminConfig.Claims;
import dev.latchkey.config.AdminConfig.Issuer;
import dev.latchkey.config.SecretValue;
import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.vertx.core.Future;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/** Tokens and issuers for the tests of this package; keys are made anew in every run. */
final class SignedTokens {
  static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
  static final String SECRET = "test-secret-".repeat(4);
  static final SecretKey HMAC = Keys.hmacShaKeyFor(SECRET.getBytes(StandardCharsets.UTF_8));
  static final KeyPair RSA = Jwts.SIG.RS256.keyPair().build();
  static final KeyPair EC = Jwts.SIG.ES256.keyPair().build();
  static final KeyPair ED = Jwts.SIG.EdDSA.keyPair().build();

  /** For issuers whose keys are all in the file. */
  static final Fetch NOTHING =
      new Fetch() {
        @Override
        public Future<byte[]> get(URI url) {
          return Future.failedFuture(new FetchException("nothing to fetch"));
        }

        @Override
        public Future<byte[]> post(
            URI url, Map<String, String> form, @Nullable String authorization) {
          return get(url);
        }
      };

  private SignedTokens() {}

  static Issuer named(String name, String audience, String secret) {
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

  static Issuer issuer(
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

  static JwtBuilder claims(String issuer) {
    return Jwts.builder()
        .issuer(issuer)
        .subject("lan")
        .claim("aud", List.of("other", "latchkey"))
        .claim("tenant", "acme")
        .claim("roles", List.of("owner"))
        .issuedAt(Date.from(NOW))
        .expiration(Date.from(NOW.plusSeconds(600)));
  }

  static String token(UnaryOperator<JwtBuilder> change) {
    return change.apply(claims("https://hs.test")).signWith(HMAC, Jwts.SIG.HS256).compact();
  }

  static String signedBy(String issuer) {
    return claims(issuer).signWith(HMAC, Jwts.SIG.HS256).compact();
  }

  static String withHeader(Map<String, Object> header) {
    return claims("https://hs.test")
        .header()
        .add(new HashMap<>(header))
        .and()
        .signWith(HMAC, Jwts.SIG.HS256)
        .compact();
  }

  static String body() {
    return body("1890000000");
  }

  static String body(String exp) {
    return "{\"iss\":\"https://hs.test\",\"aud\":\"latchkey\",\"tenant\":\"acme\",\"exp\":"
        + exp
        + "}";
  }

  static String nested() {
    return body().replace("}", ",\"x\":" + "[".repeat(400) + "]".repeat(400) + "}");
  }

  static String raw(String header, String body, String signature) {
    return encoded(header) + "." + encoded(body) + "." + signature;
  }

  /** A signature that is right, under a header that no library would write. */
  static String signedRaw(String header, String body) {
    String input = encoded(header) + "." + encoded(body);
    byte[] mac = mac(input.getBytes(StandardCharsets.US_ASCII));
    return input + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(mac);
  }

  static byte[] mac(byte[] input) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(HMAC);
      return mac.doFinal(input);
    } catch (GeneralSecurityException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  static String encoded(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  static String tampered(String token) {
    String[] parts = token.split("\\.", -1);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8);
    return parts[0] + "." + encoded(claims.replace("acme", "evil")) + "." + parts[2];
  }

  static String pem(KeyPair pair) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(pair.getPublic().getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }

  /** A verifier with an issuer for each algorithm. */
  static TokenVerifier verifier(TestClock clock) {
    return new TokenVerifier(
        List.of(
            issuer("https://hs.test", Algorithm.HS256, SECRET, null),
            issuer("https://rs.test", Algorithm.RS256, null, pem(RSA)),
            issuer("https://es.test", Algorithm.ES256, null, pem(EC)),
            issuer("https://ed.test", Algorithm.EdDSA, null, pem(ED))),
        clock,
        NOTHING);
  }

  /** What a verifier finds that has all its keys at hand. */
  static Optional<Principal> verify(TokenVerifier verifier, String token) {
    return verifier.verify(token).result();
  }
}
