// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Lends connections for a bounded time. The limit covers the wait for a connection, log-in
 * included, and the work on it; a connection whose work is not done by then is destroyed, never
 * lent again. Futures complete on the caller's context.
 */
final class BoundedPool {
  private final Vertx vertx;
  private final PoolSlot pool;
  private final AtomicInteger lent = new AtomicInteger();
  private final long limitMillis;

  BoundedPool(Vertx vertx, Supplier<Pool> source, long limitMillis) {
    this.vertx = vertx;
    this.pool = new PoolSlot(vertx, source);
    this.limitMillis = limitMillis;
  }

  /** Works on one connection. */
  <T> Future<T> use(Function<SqlConnection, Future<T>> work) {
    Loan<T> loan = new Loan<T>(work);
    long timer = vertx.setTimer(limitMillis, late -> loan.expire());
    pool.getConnection().onComplete(loan::begin, loan.answer::tryFail);
    return loan.answer.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  /** Works in one transaction: committed when the work succeeds, otherwise rolled back. */
  <T> Future<T> inTransaction(Function<SqlConnection, Future<T>> work) {
    return use(
        connection ->
            connection
                .begin()
                .compose(
                    tx ->
                        work.apply(connection)
                            .compose(
                                result -> tx.commit().map(result),
                                fault ->
                                    tx.rollback().transform(done -> Future.failedFuture(fault)))));
  }

  Future<Void> close() {
    return pool.close();
  }

  /** One connection on loan: given back exactly once, by its work or by the clock. */
  private final class Loan<T> {
    private final Promise<T> answer = Promise.promise();
    private final AtomicReference<@Nullable SqlConnection> held = new AtomicReference<>();
    private final Function<SqlConnection, Future<T>> work;

    Loan(Function<SqlConnection, Future<T>> work) {
      this.work = work;
    }

    void begin(SqlConnection connection) {
      lent.incrementAndGet();
      held.set(connection);
      if (answer.future().isComplete()) {
        giveBack();
        return;
      }
      // The work fails with the same fault; without a handler the driver prints it to the terminal.
      connection.exceptionHandler(fault -> {});
      work.apply(connection)
          .onComplete(
              result -> {
                giveBack();
                answer.tryComplete(result);
              },
              fault -> {
                giveBack();
                answer.tryFail(fault);
              });
    }

    void expire() {
      if (!answer.tryFail(new TimeoutException("no answer within " + limitMillis + " ms"))) {
        return;
      }
      SqlConnection connection = held.getAndSet(null);
      if (connection != null) {
        lent.decrementAndGet();
        Connections.destroy(connection);
        connection.close();
      }
      if (lent.get() == 0) {
        // Nobody else has an answer either: what is left is as dead, or stuck in its log-in.
        pool.exchange();
      }
    }

    private void giveBack() {
      SqlConnection connection = held.getAndSet(null);
      if (connection != null) {
        lent.decrementAndGet();
        connection.close();
      }
    }
  }
}
