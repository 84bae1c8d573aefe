// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyChangeFeed;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the change sequence on a connection of its own. A notification only wakes the reader;
 * what happened is read from the sequence, which is also read every two seconds without one. After
 * a loss it listens first and reads the gap then, so nothing falls between. Everything runs on the
 * context that {@link #start} was called on.
 */
final class PgKeyChangeFeed implements KeyChangeFeed {
  private static final Logger log = LoggerFactory.getLogger(PgKeyChangeFeed.class);
  private static final long POLL_MILLIS = 2_000;
  private static final long CONNECT_MILLIS = 2_000;
  private static final long ANSWER_MILLIS = 1_000;

  private final Vertx vertx;
  private final PoolSlot pool;
  private final Backoff backoff;
  private final Runnable onContact;
  private final Promise<Void> started = Promise.promise();

  private @Nullable Context context;
  private @Nullable ChangeReader reader;
  private @Nullable SqlConnection connection;
  private boolean lost;
  private boolean closed;
  private boolean reading;
  private boolean readAgain;
  private long pollTimer = -1;

  /** Counts connections, so that what an old one still says is recognised and ignored. */
  private int generation;

  /**
   * @param onContact told whenever the store answers
   */
  PgKeyChangeFeed(Vertx vertx, Supplier<Pool> source, RandomGenerator random, Runnable onContact) {
    this.vertx = vertx;
    this.pool = new PoolSlot(vertx, source);
    this.backoff = new Backoff(random);
    this.onContact = onContact;
  }

  @Override
  public Future<Void> start(Listener listener) {
    Context own = vertx.getOrCreateContext();
    own.runOnContext(
        go -> {
          context = own;
          reader = new ChangeReader(listener);
          connect();
        });
    return started.future();
  }

  @Override
  public Future<Void> close() {
    Promise<Void> done = Promise.promise();
    Context own = context == null ? vertx.getOrCreateContext() : context;
    own.runOnContext(
        go -> {
          closed = true;
          drop();
          started.tryFail("the feed was closed");
          pool.close().onComplete(done::tryComplete, done::tryFail);
        });
    return done.future();
  }

  private void connect() {
    if (closed) {
      return;
    }
    int mine = ++generation;
    within(CONNECT_MILLIS, mine, pool.getConnection(), PgKeyChangeFeed::discard)
        .compose(
            fresh -> {
              connection = fresh;
              PgConnection.cast(fresh).notificationHandler(notice -> read(mine));
              PgConnection.cast(fresh)
                  .exceptionHandler(fault -> lose(mine, Faults.describe(fault)));
              PgConnection.cast(fresh).closeHandler(gone -> lose(mine, "connection closed"));
              return within(
                  ANSWER_MILLIS, mine, fresh.query("LISTEN latchkey_keys").execute(), late -> {});
            })
        .onComplete(listening -> read(mine), fault -> lose(mine, Faults.describe(fault)));
  }

  private void read(int mine) {
    SqlConnection sql = connection;
    ChangeReader changes = reader;
    if (mine != generation || sql == null || changes == null) {
      return;
    }
    if (reading) {
      readAgain = true;
      return;
    }
    reading = true;
    vertx.cancelTimer(pollTimer);
    within(ANSWER_MILLIS, mine, changes.read(sql), late -> {})
        .onComplete(
            done -> {
              reading = false;
              heard();
              if (readAgain) {
                readAgain = false;
                read(mine);
              } else {
                pollTimer = vertx.setTimer(POLL_MILLIS, tick -> read(mine));
              }
            },
            fault -> lose(mine, Faults.describe(fault)));
  }

  private void heard() {
    if (lost) {
      log.info("following key changes again");
    }
    lost = false;
    backoff.reset();
    onContact.run();
    started.tryComplete();
  }

  private void lose(int mine, String why) {
    if (mine != generation || closed) {
      return;
    }
    drop();
    pool.exchange();
    if (!lost) {
      lost = true;
      log.warn("cannot follow key changes, and keep trying: {}", why);
      if (reader != null) {
        reader.lost(new StoreException(StoreException.Reason.UNAVAILABLE, why));
      }
    }
    log.debug("key changes: {}", why);
    vertx.setTimer(backoff.nextMillis(), again -> connect());
  }

  private void drop() {
    generation++;
    reading = false;
    readAgain = false;
    vertx.cancelTimer(pollTimer);
    if (connection != null) {
      discard(connection);
      connection = null;
    }
  }

  /** A connection that listens is never lent again: it would go on hearing notifications. */
  private static void discard(SqlConnection connection) {
    Connections.destroy(connection);
    connection.close();
  }

  /** The answer of this connection within the limit; a later one goes to {@code late}. */
  private <T> Future<T> within(long millis, int mine, Future<T> answer, Consumer<T> late) {
    Promise<T> bounded = Promise.promise();
    long timer =
        vertx.setTimer(
            millis,
            over -> bounded.tryFail(new TimeoutException("no answer within " + millis + " ms")));
    answer.onComplete(
        result -> {
          vertx.cancelTimer(timer);
          if (mine != generation || !bounded.tryComplete(result)) {
            late.accept(result);
          }
        },
        fault -> {
          vertx.cancelTimer(timer);
          bounded.tryFail(fault);
        });
    return bounded.future();
  }
}
