// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import static dev.latchkey.admin.access.SignedTokens.EC;
import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.Jwts;
import io.vertx.core.Future;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** F-78, JW-07 and JW-16: a key set that is away, slow, huge or rotated. */
class PublishedKeysTest extends PublishedKeysScene {
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
}
