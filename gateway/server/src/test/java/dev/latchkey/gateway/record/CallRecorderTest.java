// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

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
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.TestClock;
import dev.latchkey.keys.calls.CallRecord;
import dev.latchkey.keys.calls.CallRecords;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CallRecorderTest {
  private static final Route LEADS = Routes.at("leads", "/leads");

  private final Written written = new Written();
  private final TestClock clock = new TestClock();
  private final KeyId id = new KeyId(UUID.randomUUID());
  private final KeyState key = KeyStates.limited(id);
  private int asked;
  private final CallRecorder recorder = new CallRecorder(written, clock, () -> asked++);

  /** Keeps what is written, or refuses it. */
  private static final class Written implements CallRecords {
    private final List<CallRecord> calls = new ArrayList<>();
    private boolean away;

    @Override
    public Future<Void> add(List<CallRecord> added) {
      if (away) {
        return Future.failedFuture("away");
      }
      calls.addAll(added);
      return Future.succeededFuture();
    }

    @Override
    public Future<Optional<CallRecord>> refusal(Tenant tenant, String requestId, Instant since) {
      return Future.failedFuture("not asked here");
    }

    @Override
    public Future<List<CallRecord>> recent(Tenant tenant, KeyId key, Instant since, int most) {
      return Future.failedFuture("not asked here");
    }

    @Override
    public Future<List<Source>> sources(Tenant tenant, KeyId key, Instant since, int most) {
      return Future.failedFuture("not asked here");
    }
  }

  @Test
  void aRefusalSaysWhoseKeyWhichRouteAndWhatWasMissing() {
    refuse(key, Refusal.insufficientScope(List.of("leads:write", "leads:read")));

    flush();

    CallRecord call = written.calls.get(0);
    assertThat(call.requestId()).isEqualTo("id-1");
    assertThat(call.key()).isEqualTo(id);
    assertThat(call.tenant()).isEqualTo(new Tenant("acme"));
    assertThat(call.route()).isEqualTo("leads");
    assertThat(call.code()).isEqualTo("insufficient_scope");
    assertThat(call.named()).containsExactly("leads:write", "leads:read");
    assertThat(call.cause()).isNull();
  }

  @Test
  void aKeyThatDoesNotWorkIsNamedWithTheCause() {
    Exchange exchange = exchange("192.0.2.1");
    exchange.turnAway(Cause.REVOKED, key.grant());
    recorder.record(
        new Outcome(exchange, LEADS, null, 401, Refusal.because(Reason.KEY_INVALID), null, 1_000));

    flush();

    assertThat(written.calls.get(0).key()).isEqualTo(id);
    assertThat(written.calls.get(0).cause()).isEqualTo("revoked");
  }

  @Test
  void ofABusyKeyAFewCallsAreKeptInEachWindow() {
    passes(1_000, "192.0.2.1");
    clock.advance(Duration.ofSeconds(10));
    passes(1_000, "192.0.2.1");

    flush();

    assertThat(written.calls).hasSize(10);
  }

  @Test
  void aRefusalIsWrittenSoonAndACallThatPassedWithTheOthers() {
    passes(1, "192.0.2.1");
    int askedForPasses = asked;
    refuse(key, Refusal.because(Reason.WRONG_ENVIRONMENT));

    assertThat(askedForPasses).isZero();
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void aCallFromElsewhereIsKeptThoughTheUsualOnesAreNoMore() {
    passes(1_000, "192.0.2.1");
    passes(1, "192.0.2.2");

    flush();

    assertThat(written.calls).extracting(CallRecord::client).contains("192.0.2.2");
  }

  @Test
  void oneKeysRefusalsAreBoundedAndTheRestCounted() {
    for (int i = 0; i < 1_000; i++) {
      refuse(key, Refusal.because(Reason.WRONG_ENVIRONMENT));
    }
    refuse(KeyStates.limited(new KeyId(UUID.randomUUID())), Refusal.because(Reason.KEY_INVALID));

    flush();

    assertThat(written.calls).hasSize(201);
    assertThat(recorder.dropped()).isEqualTo(800);
  }

  @Test
  void aFloodOfStrangersLeavesRoomForKeys() {
    for (int i = 0; i < 5_000; i++) {
      refuse(null, Refusal.because(Reason.KEY_MISSING));
    }
    refuse(key, Refusal.because(Reason.WRONG_ENVIRONMENT));

    flush();

    assertThat(written.calls).hasSize(1_001);
    assertThat(written.calls.get(1_000).key()).isEqualTo(id);
  }

  @Test
  void whatTheStoreDidNotTakeIsWrittenLater() {
    written.away = true;
    refuse(key, Refusal.because(Reason.WRONG_ENVIRONMENT));
    Answers.faultOf(recorder.flush());
    written.away = false;

    flush();
    flush();

    assertThat(written.calls).hasSize(1);
    assertThat(asked).isEqualTo(1);
  }

  @Test
  void whatMayBeAKeyInAPathIsCut() {
    String random = "a1B2c3D4e5F6".repeat(3);

    assertThat(Discretion.withoutSecrets("/v1/app_" + random + "/x"))
        .isEqualTo("/v1/app_a1B2\u2026/x");
    assertThat(Discretion.withoutSecrets("/leads/0199a1b2-0000-7000-8000-000000000001"))
        .isEqualTo("/leads/0199a1b2-0000-7000-8000-000000000001");
  }

  private void passes(int calls, String client) {
    for (int i = 0; i < calls; i++) {
      recorder.record(new Outcome(exchange(client), LEADS, key, 200, null, null, 1_000));
    }
  }

  private void refuse(@Nullable KeyState by, Refusal refusal) {
    recorder.record(
        new Outcome(
            exchange("192.0.2.1"), LEADS, by, refusal.reason().status(), refusal, null, 1_000));
  }

  private static Exchange exchange(String client) {
    return Exchanges.exchange(HttpHeaders.headers(), "id-1", client, false);
  }

  private void flush() {
    Answers.of(recorder.flush().map(done -> true));
  }
}
