// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.EC;
import static dev.latchkey.admin.access.SignedTokens.RSA;
import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.config.AdminConfig.Algorithm;
import io.jsonwebtoken.Jwts;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JW-18: what a key set may hold, and which of it counts. */
class PublishedKeyKindsTest extends PublishedKeysScene {
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
}
