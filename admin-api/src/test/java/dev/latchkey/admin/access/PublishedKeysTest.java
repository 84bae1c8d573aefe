// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.EC;
import static dev.latchkey.admin.access.SignedTokens.NOW;
import static dev.latchkey.admin.access.SignedTokens.RSA;
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
import io.vertx.core.Future;
import java.security.KeyPair;
import java.time.Duration;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** F-78 and JW-07, JW-16, JW-18: an issuer's key set that is away, slow, rotated, huge or wrong. */
class PublishedKeysTest {
  private static final long PATIENCE_MILLIS = 1_500;

  private static final KeyPair ED = Jwks.CRV.Ed25519.keyPair().build();

  private final TestClock clock = new TestClock(NOW);
  private final ScriptedEndpoint endpoint = new ScriptedEndpoint();
  private final TokenVerifier verifier = verifier(Algorithm.ES256);

  @AfterEach
  void stop() {
    endpoint.close();
  }

  @Test
  void aTokenIsCheckedWithThePublishedKeyThatItNames() {
    endpoint.answers(set(jwk("a", ED), jwk("b", EC), jwk("c", RSA)));

    assertThat(verify(token("b", EC))).isPresent();
    assertThat(verify(token("a", EC))).isEmpty();
    assertThat(endpoint.asked()).isEqualTo(1);
  }

  @Test
  void everyAsymmetricAlgorithmCanBePublished() {
    endpoint.answers(set(jwk("a", ED), jwk("b", EC), jwk("c", RSA)));
    String rsa = signed("c").signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact();
    String ed = signed("a").signWith(ED.getPrivate(), Jwts.SIG.EdDSA).compact();

    assertThat(verify(verifier(Algorithm.RS256), rsa)).isPresent();
    assertThat(verify(verifier(Algorithm.EdDSA), ed)).isPresent();
    assertThat(verify(verifier(Algorithm.EdDSA), rsa)).isEmpty();
  }

  @Test
  void aTokenWithoutAKeyIdNeedsTheOnlyKey() {
    endpoint.answers(set(jwk("b", EC)));
    Optional<Principal> only = verify(token(null, EC));
    endpoint.answers(set(jwk("b", EC), jwk("n", Jwts.SIG.ES256.keyPair().build())));
    clock.advance(Duration.ofMinutes(6));

    Optional<Principal> oneOfTwo = verify(token(null, EC));

    assertThat(only).isPresent();
    assertThat(oneOfTwo).isEmpty();
  }

  @Test
  void jw07UnknownKeyIdsCauseOneFetchInThirtySeconds() {
    endpoint.answers(set(jwk("b", EC)));
    verify(token("b", EC));
    clock.advance(Duration.ofSeconds(31));
    int before = endpoint.asked();

    for (int i = 0; i < 200; i++) {
      assertThat(verify(token("unknown-" + i, EC))).isEmpty();
    }
    int during = endpoint.asked() - before;
    clock.advance(Duration.ofSeconds(30));
    verify(token("unknown", EC));

    assertThat(during).isEqualTo(1);
    assertThat(endpoint.asked() - before).isEqualTo(2);
  }

  @Test
  void aNewKeyIsFoundByItsIdAndJw16TheOldOneEndsWithinFiveMinutes() {
    KeyPair next = Jwts.SIG.ES256.keyPair().build();
    endpoint.answers(set(jwk("old", EC)));
    verify(token("old", EC));
    endpoint.answers(set(jwk("new", next)));
    clock.advance(Duration.ofSeconds(31));

    assertThat(verify(token("new", next))).isPresent();
    assertThat(verify(token("old", EC))).isEmpty();
  }

  @Test
  void jw16AKeyThatIsTakenBackEndsWithinFiveMinutesEvenIfNobodyUsesTheNewOne() {
    endpoint.answers(set(jwk("old", EC)));
    verify(token("old", EC));
    endpoint.answers(set(jwk("new", Jwts.SIG.ES256.keyPair().build())));

    clock.advance(Duration.ofMinutes(5));

    assertThat(verify(token("old", EC))).isEmpty();
  }

  @Test
  void whoeverComesTogetherIsServedByOneFetch() {
    endpoint.answers(set(jwk("b", EC)));
    String token = token("b", EC);

    List<Future<Optional<Principal>>> all =
        IntStream.range(0, 50).mapToObj(i -> endpoint.begin(() -> verifier.verify(token))).toList();

    assertThat(ScriptedEndpoint.get(Future.all(all)).<Optional<Principal>>list())
        .allSatisfy(principal -> assertThat(principal).isPresent());
    assertThat(endpoint.asked()).isEqualTo(1);
  }

  @Test
  void aSetThatWasNeverSeenIsAFaultAndNotARefusal() {
    endpoint.isDown();

    assertUnavailable(token("b", EC));
    assertUnavailable(token("b", EC));
    assertThat(endpoint.asked()).as("one fetch a second at first").isEqualTo(1);

    endpoint.answers(set(jwk("b", EC)));
    clock.advance(Duration.ofSeconds(1));
    assertThat(verify(token("b", EC))).isPresent();
  }

  @Test
  void knownKeysGoOnForADayWhileTheSetIsAwayAndUnknownOnesAreAFault() {
    endpoint.answers(set(jwk("b", EC)));
    verify(token("b", EC));
    endpoint.fails();

    clock.advance(Duration.ofHours(23));
    Optional<Principal> known = verify(token("b", EC));
    clock.advance(Duration.ofMinutes(1));
    assertUnavailable(token("other", EC));
    clock.advance(Duration.ofMinutes(59));

    assertThat(known).isPresent();
    assertUnavailable(token("b", EC));
  }

  @Test
  void asSoonAsTheSetIsBackItCountsAgain() {
    endpoint.answers(set(jwk("b", EC)));
    verify(token("b", EC));
    endpoint.fails();
    clock.advance(Duration.ofMinutes(6));
    verify(token("b", EC));
    endpoint.answers(set(jwk("c", ED)));
    clock.advance(Duration.ofSeconds(31));

    assertThat(verify(token("unknown", EC))).isEmpty();
    assertThat(verify(token("b", EC))).isEmpty();
  }

  @Test
  void aSilentServerIsGivenUp() {
    endpoint.isSilent();

    assertUnavailable(token("b", EC));
  }

  @Test
  void tenMebibytesAreNotReadToTheirEnd() {
    endpoint.answersForever();

    assertUnavailable(token("b", EC));
  }

  @Test
  void aRedirectIsNotFollowed() {
    endpoint.does(
        request -> {
          if (request.path().equals("/other")) {
            request.response().end(set(jwk("b", EC)));
          } else {
            request.response().setStatusCode(302).putHeader("Location", "/other").end();
          }
        });

    assertUnavailable(token("b", EC));
    assertThat(endpoint.asked()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<html>",
        "[]",
        "{\"keys\":{}}",
        "{\"keys\":[],\"keys\":[]}",
        "{\"keys\":[]} trailing"
      })
  void garbageIsAFaultAndReplacesNothing(String garbage) {
    endpoint.answers(set(jwk("b", EC)));
    verify(token("b", EC));
    endpoint.answers(garbage);
    clock.advance(Duration.ofMinutes(6));

    assertThat(verify(token("b", EC))).isPresent();
    assertUnavailable(token("other", EC));
  }

  @Test
  void jw18ASetOfTooManyKeysIsRefusedWhole() {
    String[] many = IntStream.range(0, 101).mapToObj(i -> jwk("k" + i, EC)).toArray(String[]::new);
    endpoint.answers(set(many));

    assertUnavailable(token("k1", EC));
  }

  @Test
  void jw18KeysForSomethingElseAreNotUsed() {
    String key = jwk("b", EC);
    List<String> others =
        List.of(
            key.replaceFirst("\\{", "{\"use\":\"enc\","),
            key.replaceFirst("\\{", "{\"key_ops\":[\"sign\"],"),
            key.replaceFirst("\\{", "{\"alg\":\"ES384\","),
            key.replaceFirst("\\{", "{\"d\":\"AAAA\","),
            key.replace("P-256", "P-384"),
            "{\"kty\":\"oct\",\"kid\":\"b\",\"k\":\"AAAA\"}",
            "7");

    for (String other : others) {
      endpoint.answers(set(other));
      assertThat(verify(verifier(Algorithm.ES256), token("b", EC))).as(other).isEmpty();
    }
  }

  @Test
  void jw18AWeakRsaKeyIsNotUsed() {
    endpoint.answers(
        "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"w\",\"e\":\"AQAB\",\"n\":\""
            + "x".repeat(86)
            + "\"}]}");
    String token = signed("w").signWith(RSA.getPrivate(), Jwts.SIG.RS256).compact();

    assertThat(verify(verifier(Algorithm.RS256), token)).isEmpty();
  }

  @Test
  void aKeyIdThatIsThereTwiceNamesNoKey() {
    endpoint.answers(set(jwk("b", EC), jwk("b", Jwts.SIG.ES256.keyPair().build())));

    assertThat(verify(token("b", EC))).isEmpty();
  }

  private TokenVerifier verifier(Algorithm algorithm) {
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

  private Optional<Principal> verify(String token) {
    return verify(verifier, token);
  }

  private Optional<Principal> verify(TokenVerifier with, String token) {
    return endpoint.call(() -> with.verify(token));
  }

  private void assertUnavailable(String token) {
    assertThatThrownBy(() -> verify(token))
        .isInstanceOfSatisfying(
            Problem.class,
            problem -> assertThat(problem.code()).isEqualTo(ProblemCode.UNAVAILABLE));
  }

  private String token(@Nullable String kid, KeyPair pair) {
    return signed(kid).signWith(pair.getPrivate(), Jwts.SIG.ES256).compact();
  }

  private JwtBuilder signed(@Nullable String kid) {
    return SignedTokens.claims("https://id.test")
        .expiration(Date.from(NOW.plus(Duration.ofDays(3))))
        .header()
        .keyId(kid)
        .and();
  }

  private static String jwk(String id, KeyPair pair) {
    return Jwks.json(Jwks.builder().key(pair.getPublic()).id(id).build());
  }

  private static String set(String... keys) {
    return Arrays.stream(keys).collect(Collectors.joining(",", "{\"keys\":[", "]}"));
  }
}
