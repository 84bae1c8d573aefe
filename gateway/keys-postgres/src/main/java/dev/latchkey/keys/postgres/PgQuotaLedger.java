// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.Slice;
import dev.latchkey.keys.Span;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Quotas on one table, limits of the cluster on another, which is the smaller and the busier. */
final class PgQuotaLedger implements QuotaLedger {
  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::holder)
          .thenComparing(Account::name)
          .thenComparing(account -> account.span().word())
          .thenComparing(Account::startMillis);

  private final BoundedPool pool;

  PgQuotaLedger(BoundedPool pool) {
    this.pool = pool;
  }

  @Override
  public Future<Leases> lease(List<Ask> asks) {
    Granted granted = new Granted();
    return leaseFrom(PermitTable.QUOTAS, asks.stream().filter(a -> isQuota(a.account())), granted)
        .compose(
            done ->
                leaseFrom(
                    PermitTable.LIMITS, asks.stream().filter(a -> !isQuota(a.account())), granted))
        .map(done -> granted.inOrder(asks))
        .recover(PgQuotaLedger::away);
  }

  private Future<Void> leaseFrom(PermitTable table, Stream<Ask> which, Granted granted) {
    List<Ask> asks = which.toList();
    if (asks.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values =
        accounts(asks.stream().map(Ask::account).toList())
            .addArrayOfLong(numbers(asks, Ask::want))
            .addArrayOfLong(numbers(asks, Ask::limit));
    return pool.use(sql -> sql.preparedQuery(table.lease()).execute(values))
        .onSuccess(granted::add)
        .mapEmpty();
  }

  @Override
  public Future<Void> giveBack(List<Unspent> unspent) {
    return giveBackTo(PermitTable.QUOTAS, unspent.stream().filter(u -> isQuota(u.account())))
        .compose(
            done ->
                giveBackTo(PermitTable.LIMITS, unspent.stream().filter(u -> !isQuota(u.account()))))
        .recover(PgQuotaLedger::away);
  }

  private Future<Void> giveBackTo(PermitTable table, Stream<Unspent> which) {
    List<Unspent> sorted = which.sorted(Comparator.comparing(Unspent::account, ORDER)).toList();
    if (sorted.isEmpty()) {
      return Future.succeededFuture();
    }
    Tuple values =
        accounts(sorted.stream().map(Unspent::account).toList())
            .addArrayOfLong(numbers(sorted, Unspent::permits));
    return pool.use(sql -> sql.preparedQuery(table.giveBack()).execute(values)).mapEmpty();
  }

  private static boolean isQuota(Account account) {
    return account.span() instanceof Quota.Period;
  }

  private static Tuple accounts(List<Account> accounts) {
    return Tuple.tuple()
        .addArrayOfUUID(accounts.stream().map(Account::holder).toArray(UUID[]::new))
        .addArrayOfString(accounts.stream().map(Account::name).toArray(String[]::new))
        .addArrayOfString(accounts.stream().map(a -> a.span().word()).toArray(String[]::new))
        .addArrayOfLong(numbers(accounts, Account::startMillis));
  }

  private static <T> Long[] numbers(List<T> items, ToLongFunction<T> number) {
    return items.stream().map(number::applyAsLong).toArray(Long[]::new);
  }

  /** What the rows of one or two statements say. */
  private static final class Granted {
    private static final Lease NONE = new Lease(0, 0);

    private final Map<Account, Lease> leases = new HashMap<>();
    private @Nullable Long storeMillis;
    private int nodes = 1;

    void add(RowSet<Row> rows) {
      for (Row row : rows) {
        Account account =
            new Account(
                row.getUUID("holder"),
                row.getString("name"),
                span(row.getString("span")),
                row.getLong("starts"));
        leases.put(account, new Lease(row.getLong("granted"), row.getLong("remaining")));
        storeMillis = row.getLong("store_millis");
        nodes = Math.max(nodes, row.getInteger("nodes"));
      }
    }

    Leases inOrder(List<Ask> asks) {
      return new Leases(
          asks.stream().map(ask -> leases.getOrDefault(ask.account(), NONE)).toList(),
          storeMillis,
          nodes);
    }
  }

  private static Span span(String word) {
    return Character.isDigit(word.charAt(0))
        ? new Slice(Long.parseLong(word))
        : Quota.Period.of(word);
  }

  private static <T> Future<T> away(Throwable fault) {
    return Future.failedFuture(
        new StoreException(StoreException.Reason.UNAVAILABLE, Faults.describe(fault)));
  }
}
