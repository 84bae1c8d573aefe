// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.config.SecretValue;
import dev.latchkey.config.StoreConfig;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.Pepper;
import dev.latchkey.keys.postgres.KeySchema;
import dev.latchkey.keys.postgres.PgSettings;
import dev.latchkey.keys.postgres.PgStore;
import dev.latchkey.keys.postgres.StoreException;
import dev.latchkey.keys.postgres.embedded.Address;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgres;
import dev.latchkey.keys.postgres.embedded.EmbeddedPostgresException;
import dev.latchkey.keys.postgres.embedded.RunningServer;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The database of a configuration: somebody else's, or our own, which is started and stopped. */
public final class Database implements AutoCloseable {
  /** With the start and the end of the JVM, the operator hears within five seconds. */
  private static final Duration ANSWER = Duration.ofMillis(2_500);

  /** A server that is there: ours, or one that has answered. Only a busy machine makes it slow. */
  private static final Duration NEXT_ANSWER = Duration.ofSeconds(30);

  private final @Nullable EmbeddedPostgres embedded;
  private final boolean guest;
  private final PgSettings settings;
  private boolean isThere;

  private Database(EmbeddedPostgres started) {
    this(started, PgSettings.of(started.address()), false);
  }

  private Database(@Nullable EmbeddedPostgres embedded, PgSettings settings, boolean guest) {
    this.embedded = embedded;
    this.guest = guest;
    this.settings = settings;
    this.isThere = embedded != null;
  }

  /**
   * Starts the embedded server where the configuration has one. Blocks, for seconds the first time.
   *
   * @param whenInUse what to do when another process runs on the same data directory
   * @throws CommandFailure when it cannot be started
   */
  public static Database of(StoreConfig store, String whenInUse) {
    StoreConfig.Embedded own = store.embedded();
    if (own != null) {
      return persistent(own.data(), whenInUse);
    }
    StoreConfig.Postgres external = store.postgres();
    if (external == null) {
      throw CommandFailure.usage("store: neither embedded nor postgres is given");
    }
    try {
      return new Database(
          null,
          PgSettings.parse(external.url(), reveal(external.password()), external.poolSize()),
          false);
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.usage("store.postgres: " + wrong.getMessage());
    }
  }

  /**
   * As {@link #of}, but where a running node has started the embedded server already, that one, as
   * its guest. Blocks, for seconds where nobody has.
   *
   * @throws CommandFailure when there is none and it cannot be started
   */
  public static Database visited(StoreConfig store) {
    StoreConfig.Embedded own = store.embedded();
    if (own == null) {
      return of(store, "");
    }
    try {
      return new Database(EmbeddedPostgres.start(EmbeddedPostgres.Settings.persistent(own.data())));
    } catch (EmbeddedPostgresException cannotStart) {
      return new Database(null, PgSettings.of(hosts(own.data(), cannotStart)), true);
    }
  }

  private static Address hosts(Path data, EmbeddedPostgresException cannotStart) {
    if (!cannotStart.isDataInUse()) {
      throw store(cannotStart.getMessage());
    }
    try {
      return RunningServer.on(data)
          .orElseThrow(
              () ->
                  store(
                      cannotStart.getMessage()
                          + ". That one is about to start or to stop: try again in a moment."));
    } catch (EmbeddedPostgresException unreadable) {
      throw store(unreadable.getMessage());
    }
  }

  /** A server of our own on this directory. Blocks, for seconds the first time. */
  public static Database persistent(Path data, String whenInUse) {
    return own(() -> EmbeddedPostgres.Settings.persistent(data), whenInUse);
  }

  /** A server whose data is gone when it is closed. Blocks, for seconds. */
  public static Database throwAway() {
    return own(EmbeddedPostgres.Settings::throwAway, "");
  }

  private static Database own(Supplier<EmbeddedPostgres.Settings> how, String whenInUse) {
    try {
      return new Database(EmbeddedPostgres.start(how.get()));
    } catch (EmbeddedPostgresException cannotStart) {
      throw store(cannotStart.getMessage() + (cannotStart.isDataInUse() ? ". " + whenInUse : ""));
    }
  }

  /** Whether it is the embedded server of another process, whose schema is that one's business. */
  boolean isGuest() {
    return guest;
  }

  /**
   * Brings the schema up to date, or makes sure that it is. Blocks.
   *
   * @throws CommandFailure when the database does not answer in time, or the schema is not right
   */
  public KeySchema.Check prepareSchema(boolean migrate) {
    try {
      KeySchema schema = new KeySchema(settings);
      if (!isThere) {
        schema.knock(ANSWER);
        isThere = true;
      }
      KeySchema.Check found =
          CompletableFuture.supplyAsync(schema::check, task -> daemon(task).start())
              .get(NEXT_ANSWER.toMillis(), TimeUnit.MILLISECONDS);
      if (migrate) {
        schema.migrate(found);
      } else if (found.state() != KeySchema.State.CURRENT) {
        throw store(found.message());
      }
      return found;
    } catch (ExecutionException failed) {
      throw store(failed.getCause() == null ? null : failed.getCause().getMessage());
    } catch (StoreException refused) {
      throw store(refused.getMessage());
    } catch (TimeoutException late) {
      throw silent();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw store("stopped while waiting for the database");
    }
  }

  /**
   * A store on this database, which connects when it is first asked.
   *
   * @throws CommandFailure for a pepper that cannot be used
   */
  public PgStore store(Vertx vertx, StoreConfig config, InstantSource clock) {
    return PgStore.on(vertx, settings, hasher(config), clock);
  }

  /**
   * Connects a store on this database. Blocks.
   *
   * @throws CommandFailure when the database does not answer in time, or wants another pepper
   */
  public void check(PgStore store) {
    try {
      Waiting.on(store.check(), patience());
    } catch (StoreException refused) {
      throw store(refused.getMessage());
    } catch (TimeoutException late) {
      throw silent();
    } catch (Exception failed) {
      throw store(failed.toString());
    }
  }

  private Duration patience() {
    return isThere ? NEXT_ANSWER : ANSWER;
  }

  /** Stops the server if it is our own. Blocks. */
  @Override
  public void close() {
    if (embedded != null) {
      embedded.close();
    }
  }

  /** A thread that does not keep a command from ending. */
  private static Thread daemon(Runnable task) {
    Thread thread = new Thread(task, "latchkey-schema");
    thread.setDaemon(true);
    return thread;
  }

  private CommandFailure silent() {
    return store("the database " + settings + " does not answer");
  }

  private static CommandFailure store(@Nullable String message) {
    return new CommandFailure(ExitCode.STORE, "store: " + message);
  }

  private static KeyHasher hasher(StoreConfig config) {
    try {
      String current = reveal(config.pepper());
      return new KeyHasher(
          current == null ? null : new Pepper(current),
          config.retiredPeppers().stream().map(old -> new Pepper(old.reveal())).toList());
    } catch (IllegalArgumentException tooShort) {
      throw CommandFailure.usage("store.pepper: " + tooShort.getMessage());
    }
  }

  private static @Nullable String reveal(@Nullable SecretValue secret) {
    return secret == null ? null : secret.reveal();
  }
}
