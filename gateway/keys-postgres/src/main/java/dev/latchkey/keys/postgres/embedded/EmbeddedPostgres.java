// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres.embedded;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running PostgreSQL that belongs to this process. It listens on loopback only, with a random
 * password. When the server is killed it is started again on the same port; when this process ends,
 * however it ends, the server is shut down. Any thread.
 */
public final class EmbeddedPostgres implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(EmbeddedPostgres.class);
  private static final int PORT_ATTEMPTS = 5;
  private static final long FIRST_RESTART_WAIT_MILLIS = 100;
  private static final long LONGEST_RESTART_WAIT_MILLIS = 5_000;
  private static final String DATABASE = "latchkey";

  private final DataLayout layout;
  private final Settings settings;
  private final Path programs;
  private final ServerUser user;
  private final String password;
  private final DataLock lock;
  private int port;
  private final AtomicBoolean closing = new AtomicBoolean();
  private @Nullable ServerProcess server;

  /**
   * How to run the server.
   *
   * @param data its directory, created if absent; everything the server keeps is below it
   * @param durable false for data that may be lost when the machine stops: much faster
   * @param temporary whether to delete the directory when the server stops, even if that is because
   *     this process was killed
   */
  public record Settings(Path data, boolean durable, boolean temporary) {

    /** Data to keep. */
    public static Settings persistent(Path data) {
      return new Settings(data, true, false);
    }

    /** A fresh directory, in memory where there is room for it, deleted at the end. */
    public static Settings throwAway() {
      try {
        return new Settings(TemporaryDirectory.create(), false, true);
      } catch (IOException e) {
        throw new EmbeddedPostgresException("cannot create a temporary directory: " + e, e);
      }
    }
  }

  private EmbeddedPostgres(Settings settings, DataLayout layout, DataLock lock) {
    this.settings = settings;
    this.layout = layout;
    this.lock = lock;
    this.user = ServerUser.detect();
    Binaries binaries = new Binaries();
    this.programs =
        binaries.unpackedIn(CacheDirectory.reachableBy(user, layout), layout.programs());
    Cluster cluster = new Cluster(layout, programs, binaries.major(), user, new SecureRandom());
    this.password = cluster.prepare(settings.durable());
  }

  /**
   * Starts the server and waits until it accepts connections. Blocks: seconds the first time, under
   * one second afterwards.
   *
   * @throws EmbeddedPostgresException with a message for the operator
   */
  public static EmbeddedPostgres start(Settings settings) {
    return start(settings, FreePort::find);
  }

  /** Likewise, on the first of these ports that nobody has taken. */
  static EmbeddedPostgres start(Settings settings, IntSupplier ports) {
    long begun = System.nanoTime();
    DataLayout layout = new DataLayout(directory(settings.data()));
    EmbeddedPostgres postgres = prepare(settings, layout, DataLock.take(layout.root()));
    try {
      postgres.launchOnFree(ports);
      Databases.createIfAbsent(postgres.address("postgres"), DATABASE);
      log.info(
          "ready on 127.0.0.1:{} in {} ms",
          postgres.port,
          TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
      return postgres;
    } catch (RuntimeException e) {
      postgres.close();
      throw e;
    }
  }

  private static EmbeddedPostgres prepare(Settings settings, DataLayout layout, DataLock lock) {
    try {
      return new EmbeddedPostgres(settings, layout, lock);
    } catch (RuntimeException e) {
      lock.close();
      if (settings.temporary()) {
        Directories.remove(layout.root());
      }
      throw e;
    }
  }

  /** Where and as whom to connect. */
  public Address address() {
    return address(DATABASE);
  }

  /** The server's process id. Changes when the server had to be started again. */
  public long pid() {
    return new Postmaster(layout)
        .pid()
        .orElseThrow(() -> new EmbeddedPostgresException("PostgreSQL is not running"));
  }

  /** Where its files are. */
  Path dataDirectory() {
    return layout.root();
  }

  /** Waits, past tries that fail, until another process than this serves; for tests that kill. */
  synchronized void awaitRestart(long killed, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    Postmaster postmaster = new Postmaster(layout);
    try {
      while (postmaster.pid().orElse(killed) == killed || !postmaster.isReady()) {
        long left = end - System.nanoTime();
        if (left <= 0) {
          throw new EmbeddedPostgresException("not started again within " + limit);
        }
        TimeUnit.NANOSECONDS.timedWait(this, left);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EmbeddedPostgresException("interrupted", e);
    }
  }

  /** Shuts the server down, within 20 s at worst. Connections are cut. */
  @Override
  public void close() {
    if (closing.compareAndSet(false, true)) {
      shutDown();
    }
  }

  private synchronized void shutDown() {
    if (server != null) {
      server.stop();
    }
    lock.close();
    if (settings.temporary()) {
      Directories.remove(layout.root());
    }
  }

  private synchronized void launchOnFree(IntSupplier ports) {
    String tail = "";
    for (int attempt = 0; attempt < PORT_ATTEMPTS; attempt++) {
      port = ports.getAsInt();
      ServerProcess started = launch();
      if (started.awaitReady(closing::get)) {
        keep(started);
        return;
      }
      boolean ended = started.hasEnded();
      tail = started.tail();
      started.stop();
      if (!ended) {
        break;
      }
      // Most often somebody took the port meanwhile; the server's log may say so later than now.
    }
    throw new EmbeddedPostgresException(
        "PostgreSQL did not start in " + layout.cluster() + ". Its log ends with:\n" + tail);
  }

  private ServerProcess launch() {
    new Postmaster(layout).makeWay();
    return ServerProcess.start(
        layout,
        user.command(ServerOptions.command(programs, layout, port, settings.durable())),
        settings.temporary());
  }

  private void keep(ServerProcess started) {
    server = started;
    CompletableFuture<Void> unused =
        started.onExit().thenRun(() -> restart(started, FIRST_RESTART_WAIT_MILLIS));
  }

  private synchronized void restart(ServerProcess ended, long waitMillis) {
    if (closing.get() || server != ended) {
      return;
    }
    log.warn("PostgreSQL ended unexpectedly; starting it again");
    try {
      ServerProcess started = launch();
      if (started.awaitReady(closing::get)) {
        keep(started);
        notifyAll();
        log.info("ready again on 127.0.0.1:{}", port);
        return;
      }
      started.stop();
      log.error("PostgreSQL does not start. Its log ends with:\n{}", started.tail());
    } catch (EmbeddedPostgresException e) {
      log.error("PostgreSQL does not start: {}", e.getMessage());
    }
    long next = Math.min(waitMillis * 2, LONGEST_RESTART_WAIT_MILLIS);
    CompletableFuture.delayedExecutor(waitMillis, TimeUnit.MILLISECONDS)
        .execute(() -> restart(ended, next));
  }

  private Address address(String database) {
    return new Address("127.0.0.1", port, database, Cluster.SUPERUSER, password);
  }

  /** The database of a server that this or another process runs. */
  static Address addressOn(int port, String password) {
    return new Address("127.0.0.1", port, DATABASE, Cluster.SUPERUSER, password);
  }

  private static Path directory(Path data) {
    try {
      Directories.createPrivate(data);
      return data.toRealPath();
    } catch (IOException e) {
      throw new EmbeddedPostgresException(
          "cannot create or enter the data directory " + data + ": " + e, e);
    }
  }
}
