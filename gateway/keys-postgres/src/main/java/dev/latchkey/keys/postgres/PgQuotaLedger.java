// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Quota;
import dev.latchkey.keys.QuotaLedger;
import io.vertx.core.Future;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.ToLongFunction;

/**
 * Quotas on one table. What a lease grants is worked out under the row's lock, so that leases of
 * several nodes add up to the limit and never to more. Rows are locked in the order of their keys.
 */
final class PgQuotaLedger implements QuotaLedger {
  private static final String LEASE =
      """
      INSERT INTO latchkey.quota_use AS q (key_id, quota, period, starts, taken, granted, cap)
      SELECT a.key_id, a.quota, a.period, a.starts, least(a.want, a.cap), least(a.want, a.cap),
        a.cap
      FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::bigint[], $6::bigint[])
        AS a (key_id, quota, period, starts, want, cap)
      ORDER BY a.key_id, a.quota, a.period, a.starts
      ON CONFLICT (key_id, quota, period, starts) DO UPDATE SET
        taken = q.taken + greatest(0, least(excluded.granted, excluded.cap - q.taken)),
        granted = greatest(0, least(excluded.granted, excluded.cap - q.taken)),
        cap = excluded.cap
      RETURNING key_id, quota, period, starts, granted, greatest(0, cap - taken) AS remaining
      """;

  private static final String GIVE_BACK =
      """
      WITH held AS (
        SELECT q.ctid, a.permits
        FROM unnest($1::uuid[], $2::text[], $3::text[], $4::date[], $5::bigint[])
          AS a (key_id, quota, period, starts, permits)
        JOIN latchkey.quota_use q USING (key_id, quota, period, starts)
        ORDER BY key_id, quota, period, starts FOR UPDATE OF q
      )
      UPDATE latchkey.quota_use q SET taken = greatest(0, q.taken - held.permits)
      FROM held WHERE q.ctid = held.ctid
      """;

  private static final Comparator<Account> ORDER =
      Comparator.comparing(Account::holder)
          .thenComparing(Account::quota)
          .thenComparing(Account::period)
          .thenComparing(Account::start);

  private final BoundedPool pool;

  PgQuotaLedger(BoundedPool pool) {
    this.pool = pool;
  }

  @Override
  public Future<List<Lease>> lease(List<Ask> asks) {
    if (asks.isEmpty()) {
      return Future.succeededFuture(List.of());
    }
    Tuple values =
        accounts(asks.stream().map(Ask::account).toList())
            .addArrayOfLong(numbers(asks, Ask::want))
            .addArrayOfLong(numbers(asks, Ask::limit));
    return pool.use(sql -> sql.preparedQuery(LEASE).execute(values))
        .map(rows -> inOrder(asks, rows))
        .recover(PgQuotaLedger::away);
  }

  @Override
  public Future<Void> giveBack(List<Unspent> unspent) {
    if (unspent.isEmpty()) {
      return Future.succeededFuture();
    }
    List<Unspent> sorted =
        unspent.stream().sorted(Comparator.comparing(Unspent::account, ORDER)).toList();
    Tuple values =
        accounts(sorted.stream().map(Unspent::account).toList())
            .addArrayOfLong(numbers(sorted, Unspent::permits));
    return pool.use(sql -> sql.preparedQuery(GIVE_BACK).execute(values))
        .<Void>mapEmpty()
        .recover(PgQuotaLedger::away);
  }

  private static Tuple accounts(List<Account> accounts) {
    return Tuple.tuple()
        .addArrayOfUUID(accounts.stream().map(Account::holder).toArray(UUID[]::new))
        .addArrayOfString(accounts.stream().map(Account::quota).toArray(String[]::new))
        .addArrayOfString(accounts.stream().map(a -> a.period().word()).toArray(String[]::new))
        .addArrayOfLocalDate(accounts.stream().map(Account::start).toArray(LocalDate[]::new));
  }

  private static <T> Long[] numbers(List<T> items, ToLongFunction<T> number) {
    return items.stream().map(number::applyAsLong).toArray(Long[]::new);
  }

  private static List<Lease> inOrder(List<Ask> asks, RowSet<Row> rows) {
    Map<Account, Lease> leases = new HashMap<>();
    for (Row row : rows) {
      Account account =
          new Account(
              row.getUUID("key_id"),
              row.getString("quota"),
              Quota.Period.of(row.getString("period")),
              row.getLocalDate("starts"));
      leases.put(account, new Lease(row.getLong("granted"), row.getLong("remaining")));
    }
    Lease none = new Lease(0, 0);
    return asks.stream().map(ask -> leases.getOrDefault(ask.account(), none)).toList();
  }

  private static <T> Future<T> away(Throwable fault) {
    return Future.failedFuture(
        new StoreException(StoreException.Reason.UNAVAILABLE, Faults.describe(fault)));
  }
}
