// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** A database that starts on a thread of its own while the rest of a node is made. */
public final class DatabaseStart {
  private final CompletableFuture<Database> started;
  private final CompletableFuture<Database> prepared;

  private DatabaseStart(CompletableFuture<Database> started, CompletableFuture<Database> prepared) {
    this.started = started;
    this.prepared = prepared;
  }

  /**
   * Begins.
   *
   * @param how starts the database
   * @param migrate whether to bring the schema up to date
   * @param undo gets the step that closes it, started or not
   */
  public static DatabaseStart begin(Supplier<Database> how, boolean migrate, Undo undo) {
    CompletableFuture<Database> started = new CompletableFuture<>();
    CompletableFuture<Database> prepared =
        CompletableFuture.supplyAsync(
            () -> prepared(started(how, started), migrate),
            task -> new Thread(task, "latchkey-store").start());
    undo.addBlocking("database", () -> close(prepared));
    return new DatabaseStart(started, prepared);
  }

  /**
   * Waits until it is known where it is; its schema may not be right yet.
   *
   * @throws CommandFailure when it cannot be started
   */
  Database started() {
    return result(started);
  }

  /**
   * Waits until its schema is right.
   *
   * @throws CommandFailure when it cannot be used
   */
  Database prepared() {
    return result(prepared);
  }

  private static Database result(CompletableFuture<Database> database) {
    try {
      return database.join();
    } catch (CompletionException failed) {
      throw failed.getCause() instanceof CommandFailure told ? told : failed;
    }
  }

  private static Database started(Supplier<Database> how, CompletableFuture<Database> told) {
    try {
      Database database = how.get();
      told.complete(database);
      return database;
    } catch (RuntimeException | Error failed) {
      told.completeExceptionally(failed);
      throw failed;
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
