// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Cause;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.TestClock;
import dev.latchkey.keys.UsageLedger;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UsageCounterTest {
  private static final Route LEADS = Routes.at("leads", "/leads");

  private final Written written = new Written();
  private final TestClock clock = new TestClock();
  private final UsageCounter counter = new UsageCounter(written, clock);
  private final KeyId id = new KeyId(UUID.randomUUID());
  private final KeyState key = KeyStates.limited(id);

  /** Keeps what is written, or refuses it. */
  private static final class Written implements UsageLedger {
    private final List<Count> counts = new ArrayList<>();
    private final List<Instant> minutes = new ArrayList<>();
    private boolean away;

    @Override
    public Future<Void> add(Instant minute, List<Count> added) {
      if (away) {
        return Future.failedFuture("away");
      }
      minutes.add(minute);
      counts.addAll(added);
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> rollUp(Retention keep) {
      return Future.succeededFuture();
    }
  }

  @Test
  void callsThatEndedAlikeAreOneRow() {
    call(200, null, 1);
    call(204, null, 3);
    call(429, Reason.RATE_LIMITED, 1);
    call(502, null, 1);

    flush();

    assertThat(written.counts)
        .extracting(
            UsageLedger.Count::statusClass, UsageLedger.Count::outcome, UsageLedger.Count::calls)
        .containsExactlyInAnyOrder(
            tuple(2, "forwarded", 2L),
            tuple(4, "rate_limited", 1L),
            tuple(5, "upstream_error", 1L));
  }

  @Test
  void durationsFallIntoTheBucketThatBoundsThem() {
    call(200, null, 1);
    call(200, null, 2);
    call(200, null, 60);
    call(200, null, 9_000);

    flush();

    assertThat(written.counts.get(0).histogram())
        .containsExactly(1, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1);
  }

  @Test
  void whatWasWrittenIsNotWrittenAgain() {
    call(200, null, 1);
    flush();
    flush();
    call(200, null, 1);
    flush();

    assertThat(written.counts).extracting(UsageLedger.Count::calls).containsExactly(1L, 1L);
  }

  @Test
  void aThousandKeysAreOneStatement() {
    for (int i = 0; i < 1_000; i++) {
      record(KeyStates.limited(new KeyId(UUID.randomUUID())), 200, null, 1);
    }

    flush();

    assertThat(written.minutes).hasSize(1);
    assertThat(written.counts).hasSize(1_000);
  }

  @Test
  void twoSecretsOfOneKeyAreOneRow() {
    call(200, null, 1);
    record(KeyStates.limited(id), 200, null, 1);

    flush();

    assertThat(written.counts).extracting(UsageLedger.Count::calls).containsExactly(2L);
  }

  @Test
  void whatTheStoreDidNotTakeIsKeptWithItsMinute() {
    written.away = true;
    call(200, null, 1);
    Answers.faultOf(counter.flush());
    clock.advance(Duration.ofMinutes(5));
    written.away = false;
    call(200, null, 1);

    flush();

    assertThat(written.minutes)
        .containsExactlyInAnyOrder(
            Instant.parse("2026-11-22T08:00:00Z"), Instant.parse("2026-11-22T08:05:00Z"));
  }

  @Test
  void aKeyThatIsKnownAndDoesNotWorkIsCountedToo() {
    turnAway();
    turnAway();
    flush();
    flush();
    turnAway();

    flush();

    assertThat(written.counts)
        .extracting(UsageLedger.Count::key, UsageLedger.Count::outcome, UsageLedger.Count::calls)
        .containsExactly(tuple(id, "key_invalid", 2L), tuple(id, "key_invalid", 1L));
  }

  @Test
  void callsWithoutAKeyAreNobodys() {
    record(null, 200, null, 1);

    flush();

    assertThat(written.minutes).isEmpty();
  }

  private void call(int status, @Nullable Reason reason, long millis) {
    record(key, status, reason, millis);
  }

  private void turnAway() {
    Exchange exchange = Exchanges.exchange(HttpHeaders.headers(), "id-1", "192.0.2.1", false);
    exchange.turnAway(Cause.REVOKED, key.grant());
    counter.record(
        new Outcome(exchange, LEADS, null, 401, Refusal.because(Reason.KEY_INVALID), null, 1_000));
  }

  private void record(@Nullable KeyState by, int status, @Nullable Reason reason, long millis) {
    counter.record(
        new Outcome(
            Exchanges.exchange(HttpHeaders.headers(), "id-1", "192.0.2.1", false),
            LEADS,
            by,
            status,
            reason == null ? null : Refusal.because(reason),
            null,
            TimeUnit.MILLISECONDS.toNanos(millis)));
  }

  private void flush() {
    Answers.of(counter.flush().map(done -> true));
  }
}
