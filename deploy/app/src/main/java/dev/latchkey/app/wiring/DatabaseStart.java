// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A database that starts on a thread of its own while the rest of a node is made. */
public final class DatabaseStart {
  private final CompletableFuture<Database> database;

  private DatabaseStart(CompletableFuture<Database> database) {
    this.database = database;
  }

  /**
   * Begins.
   *
   * @param how starts the database and brings its schema up to date, or makes sure that it is
   * @param migrate whether to bring the schema up to date
   * @param undo gets the step that closes it, started or not
   */
  public static DatabaseStart begin(Supplier<Database> how, boolean migrate, Undo undo) {
    CompletableFuture<Database> database =
        CompletableFuture.supplyAsync(
            () -> prepared(how.get(), migrate), task -> new Thread(task, "latchkey-store").start());
    undo.addBlocking("database", () -> close(database));
    return new DatabaseStart(database);
  }

  /**
   * Waits for it.
   *
   * @throws CommandFailure when it cannot be used
   */
  Database get() {
    try {
      return database.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof CommandFailure told ? told : failed;
    }
  }

  private static Database prepared(Database started, boolean migrate) {
    try {
      started.prepareSchema(migrate);
      return started;
    } catch (CommandFailure refused) {
      started.close();
      throw refused;
    }
  }

  private static void close(CompletableFuture<Database> database) {
    try {
      database.join().close();
    } catch (CompletionException neverStarted) {
      // Told already, and nothing is left of it.
    }
  }
}
