// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.accept.Exchanges;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.authenticate.KeyStates;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.Routes;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyActivity;
import dev.latchkey.keys.KeyActivity.SecretUse;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.TestClock;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LastUsedTest {
  private static final Route LEADS = Routes.at("leads", "/leads");
  private static final int OF_ONE_STATEMENT = 5_000;

  private final Statements written = new Statements();
  private final TestClock clock = new TestClock();
  private final Exchange exchange =
      Exchanges.exchange(HttpHeaders.headers(), "id-1", "192.0.2.1", false);
  private final LastUsed lastUsed = new LastUsed(written, clock, () -> {});

  /** Keeps what each statement says, or refuses it. */
  private static final class Statements implements KeyActivity {
    private final List<List<SecretUse>> made = new ArrayList<>();
    private boolean away;

    @Override
    public Future<Void> record(List<SecretUse> uses) {
      if (away) {
        return Future.failedFuture("away");
      }
      made.add(List.copyOf(uses));
      return Future.succeededFuture();
    }
  }

  @Test
  void fiveThousandActiveKeysAreOneStatementOfOneFlush() {
    List<KeyState> keys = keys(OF_ONE_STATEMENT);
    keys.forEach(this::pass);
    keys.forEach(this::pass);

    flush();

    assertThat(written.made).hasSize(1);
    assertThat(written.made.get(0)).hasSize(OF_ONE_STATEMENT);
  }

  @Test
  void oneMoreIsAnotherStatement() {
    keys(OF_ONE_STATEMENT + 1).forEach(this::pass);

    flush();

    assertThat(written.made).extracting(List::size).containsExactly(OF_ONE_STATEMENT, 1);
  }

  @Test
  void withoutCallsThereIsNoStatement() {
    flush();

    assertThat(written.made).isEmpty();
  }

  @Test
  void aUseIsWrittenOnceAMinute() {
    KeyState key = keys(1).get(0);
    pass(key);
    flush();
    pass(key);
    flush();
    clock.advance(Duration.ofMinutes(1));
    pass(key);
    flush();

    assertThat(written.made).hasSize(2);
    assertThat(written.made.get(1).get(0).at()).isAfter(written.made.get(0).get(0).at());
  }

  @Test
  void aRefusedCallIsNoUse() {
    Refusal refusal = Refusal.because(Reason.WRONG_ENVIRONMENT);
    lastUsed.record(new Outcome(exchange, LEADS, keys(1).get(0), 403, refusal, null, 1_000));

    flush();

    assertThat(written.made).isEmpty();
  }

  @Test
  void whatTheStoreDidNotTakeIsWrittenLater() {
    written.away = true;
    keys(3).forEach(this::pass);
    Answers.faultOf(lastUsed.flush());
    written.away = false;

    flush();

    assertThat(written.made).extracting(List::size).containsExactly(3);
  }

  private static List<KeyState> keys(int many) {
    return Stream.generate(() -> KeyStates.limited(new KeyId(UUID.randomUUID())))
        .limit(many)
        .toList();
  }

  private void pass(KeyState key) {
    lastUsed.record(new Outcome(exchange, LEADS, key, 200, null, null, 1_000));
  }

  private void flush() {
    Answers.of(lastUsed.flush().map(done -> true));
  }
}
