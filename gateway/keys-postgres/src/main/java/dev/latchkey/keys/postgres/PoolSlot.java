// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlConnection;
import java.util.function.Supplier;

/**
 * Holds a pool that can be exchanged for a fresh one. The driver has no limit on a log-in, and
 * closes a connection only when the server agrees; a server that accepts and then says nothing
 * would fill a pool for good. Any thread.
 */
final class PoolSlot {
  /** Pools that are still waiting for such a server; with more of them, none is exchanged. */
  private static final int MOST_ABANDONED = 16;

  private static final long CLOSE_MILLIS = 2_000;

  private final Vertx vertx;
  private final Supplier<Pool> source;
  private final Promise<Void> settled = Promise.promise();
  private Pool current;
  private int opening;
  private int abandoned;
  private boolean closed;

  PoolSlot(Vertx vertx, Supplier<Pool> source) {
    this.vertx = vertx;
    this.source = source;
    this.current = source.get();
  }

  Future<SqlConnection> getConnection() {
    Pool open;
    synchronized (this) {
      if (closed) {
        return Future.failedFuture("the pool is closed");
      }
      opening++;
      open = current;
    }
    return open.getConnection().onComplete(done -> opened());
  }

  private void opened() {
    boolean last;
    synchronized (this) {
      opening--;
      last = closed && opening == 0;
    }
    if (last) {
      settled.tryComplete();
    }
  }

  /** Forgets every connection of a pool whose server was silent, logged in or not. */
  void exchange() {
    Pool silent;
    synchronized (this) {
      if (closed || abandoned >= MOST_ABANDONED) {
        return;
      }
      abandoned++;
      silent = current;
      current = source.get();
    }
    silent.close().onComplete(done -> forgotten());
  }

  /**
   * Says goodbye on every connection, and does not wait for a server that does not answer. What is
   * being opened is waited for: the driver would close it before it listens for its end, and then
   * never hear of it.
   */
  Future<Void> close() {
    synchronized (this) {
      closed = true;
      if (opening == 0) {
        settled.tryComplete();
      }
    }
    Promise<Void> done = Promise.promise();
    long timer = vertx.setTimer(CLOSE_MILLIS, late -> done.tryComplete());
    settled
        .future()
        .transform(opened -> current().close())
        .onComplete(
            result -> {
              vertx.cancelTimer(timer);
              done.tryComplete();
            });
    return done.future();
  }

  private synchronized Pool current() {
    return current;
  }

  private synchronized void forgotten() {
    abandoned--;
  }
}
