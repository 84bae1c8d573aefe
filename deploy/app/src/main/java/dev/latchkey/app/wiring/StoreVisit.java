// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.postgres.PgStore;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The store for the length of one command. One thread. */
public final class StoreVisit implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private final Undo undo;
  private final PgStore store;

  private StoreVisit(Undo undo, PgStore store) {
    this.undo = undo;
    this.store = store;
  }

  /**
   * Opens the store, having brought the schema up to date where the configuration says so. The
   * embedded database of a node that runs is taken as it is. Blocks.
   *
   * @throws dev.latchkey.app.terminal.CommandFailure when that cannot be done
   */
  public static StoreVisit open(LatchkeyConfig config, InstantSource clock) {
    Undo undo = new Undo();
    try {
      Database database = Database.visited(config.store());
      undo.addBlocking("database", database::close);
      database.prepareSchema(config.store().migrate() && !database.isGuest());
      Vertx vertx = EventLoops.forCommand();
      undo.add("event loop", () -> vertx.close().toCompletionStage());
      PgStore store = database.store(vertx, config.store(), clock);
      undo.add("store connections", () -> store.close().toCompletionStage());
      database.check(store);
      return new StoreVisit(undo, store);
    } catch (RuntimeException refused) {
      undo.run(new CompletableFuture<>());
      throw refused;
    }
  }

  public PgStore store() {
    return store;
  }

  /**
   * Waits for an answer of the store.
   *
   * @throws Exception as the future fails
   */
  public <T extends @Nullable Object> T get(Future<T> answer) throws Exception {
    return Waiting.on(answer, ANSWER);
  }

  @Override
  public void close() {
    undo.run(new CompletableFuture<>());
  }
}
