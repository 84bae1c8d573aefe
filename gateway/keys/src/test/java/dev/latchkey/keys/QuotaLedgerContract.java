// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import static org.assertj.core.api.Assertions.assertThat;

import dev.latchkey.keys.QuotaLedger.Account;
import dev.latchkey.keys.QuotaLedger.Ask;
import dev.latchkey.keys.QuotaLedger.Lease;
import dev.latchkey.keys.QuotaLedger.Leases;
import dev.latchkey.keys.QuotaLedger.Unspent;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What every place does in which nodes count quotas together. */
public abstract class QuotaLedgerContract {
  private static final long DAY = Instant.parse("2026-11-01T00:00:00Z").toEpochMilli();
  private static final long NEXT = Instant.parse("2026-11-02T00:00:00Z").toEpochMilli();

  private final Account account = new Account(UUID.randomUUID(), "day", Quota.Period.DAY, DAY);

  protected abstract QuotaLedger ledger();

  @Test
  void handsOutWhatIsWantedUntilNothingIsLeft() {
    assertThat(lease(account, 10, 4)).isEqualTo(new Lease(4, 6));
    assertThat(lease(account, 10, 4)).isEqualTo(new Lease(4, 2));
    assertThat(lease(account, 10, 4)).isEqualTo(new Lease(2, 0));
    assertThat(lease(account, 10, 4)).isEqualTo(new Lease(0, 0));
  }

  @Test
  void askingForNoneTellsWhatIsLeft() {
    lease(account, 10, 4);

    assertThat(lease(account, 10, 0)).isEqualTo(new Lease(0, 6));
  }

  @Test
  void whatIsGivenBackIsHandedOutAgain() {
    lease(account, 10, 10);
    Answers.of(ledger().giveBack(List.of(new Unspent(account, 3))).map(done -> true));

    assertThat(lease(account, 10, 10)).isEqualTo(new Lease(3, 0));
  }

  @Test
  void slicesOfALimitAreCountedLikePeriodsAndEachForItself() {
    UUID holder = UUID.randomUUID();
    Slice second = new Slice(1_000);
    long now = second.startOf(System.currentTimeMillis());
    Account first = new Account(holder, "search\nsecond", second, now);
    Account next = new Account(holder, "search\nsecond", second, second.endOf(now));

    Leases both = Answers.of(ledger().lease(List.of(new Ask(next, 10, 3), new Ask(first, 10, 8))));
    Answers.of(ledger().giveBack(List.of(new Unspent(first, 1))).map(done -> true));

    assertThat(both.each()).containsExactly(new Lease(3, 7), new Lease(8, 2));
    assertThat(both.nodes()).isPositive();
    assertThat(lease(first, 10, 5)).isEqualTo(new Lease(3, 0));
    assertThat(lease(next, 10, 5)).isEqualTo(new Lease(5, 2));
  }

  @Test
  void quotasAndLimitsAreAnsweredTogether() {
    Account slice = new Account(account.holder(), "day", new Slice(60_000), 0);

    Leases both = Answers.of(ledger().lease(List.of(new Ask(slice, 5, 9), new Ask(account, 7, 2))));

    assertThat(both.each()).containsExactly(new Lease(5, 0), new Lease(2, 5));
  }

  @Test
  void keysQuotasAndPeriodsAreCountedApart() {
    lease(account, 10, 10);

    for (Account other :
        List.of(
            new Account(UUID.randomUUID(), "day", Quota.Period.DAY, DAY),
            new Account(account.holder(), "calls", Quota.Period.DAY, DAY),
            new Account(account.holder(), "day", Quota.Period.MONTH, DAY),
            new Account(account.holder(), "day", Quota.Period.DAY, NEXT),
            new Account(account.holder(), "day", new Slice(86_400_000), DAY))) {
      assertThat(lease(other, 10, 1)).as(other.toString()).isEqualTo(new Lease(1, 9));
    }
  }

  @Test
  void aRaisedLimitHandsOutTheDifferenceAndALoweredOneNothing() {
    lease(account, 10, 10);

    assertThat(lease(account, 12, 5)).isEqualTo(new Lease(2, 0));
    assertThat(lease(account, 8, 5)).isEqualTo(new Lease(0, 0));
  }

  @Test
  void answersInTheOrderOfTheAsks() {
    List<Ask> asks = new ArrayList<>();
    for (int i = 1; i <= 20; i++) {
      Account one = new Account(UUID.randomUUID(), "day", Quota.Period.DAY, DAY);
      asks.add(new Ask(one, 100, i));
    }

    List<Lease> leases = Answers.of(ledger().lease(asks)).each();

    assertThat(leases)
        .extracting(Lease::granted)
        .containsExactlyElementsOf(asks.stream().map(Ask::want).toList());
  }

  @Test
  void manyWhoAskAtOnceNeverGetMoreThanThereIs() {
    lease(account, 100, 0);
    List<Future<Leases>> answers = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      answers.add(ledger().lease(List.of(new Ask(account, 100, 15))));
    }

    long granted =
        answers.stream().mapToLong(each -> Answers.of(each).each().get(0).granted()).sum();

    assertThat(granted).isEqualTo(100);
  }

  private Lease lease(Account from, long limit, long want) {
    return Answers.of(ledger().lease(List.of(new Ask(from, limit, want)))).each().get(0);
  }
}
