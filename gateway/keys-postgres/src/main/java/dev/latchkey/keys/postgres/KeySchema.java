// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.StoreException.Reason.SCHEMA_MISMATCH;
import static dev.latchkey.keys.postgres.StoreException.Reason.UNAVAILABLE;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationInfoService;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * The tables that this version of Latchkey needs, in the schema {@code latchkey}. Every method
 * blocks; call it before the event loops matter.
 */
public final class KeySchema {
  private static final String LOCATION = "classpath:dev/latchkey/keys/postgres/migration";
  private static final int CONNECT_SECONDS = 5;

  /** Flyway asks for its lock once a second. */
  private static final int LOCK_SECONDS = 60;

  /** PostgreSQL's protocol, "SSLRequest": length 8, code 80877103. */
  private static final byte[] SSL_REQUEST = {0, 0, 0, 8, 0x04, (byte) 0xd2, 0x16, 0x2f};

  private final PgSettings settings;
  private final Flyway flyway;
  private final String where;

  public KeySchema(PgSettings settings) {
    this.where = settings.toString();
    this.settings = settings;
    this.flyway =
        Flyway.configure()
            .dataSource(dataSource(settings))
            .locations(LOCATION)
            .schemas("latchkey")
            .table("schema_history")
            .lockRetryCount(LOCK_SECONDS)
            .placeholderReplacement(false)
            .cleanDisabled(true)
            .load();
  }

  /**
   * Loads what migrations stand on, which takes a good part of a second: for a thread that has to
   * wait for a database anyway.
   */
  public static void loadAhead() {
    Flyway.configure().locations(LOCATION).load();
  }

  /** How the schema found compares with the one needed. */
  public enum State {
    CURRENT,
    MISSING,
    OLDER,
    NEWER
  }

  /**
   * The schema found and the one needed.
   *
   * @param found null when there is none
   */
  public record Check(State state, @Nullable String found, String needed) {
    /** One line for the operator; says what to do. */
    public String message() {
      return switch (state) {
        case CURRENT -> "the database schema is at version " + needed;
        case MISSING -> "the database has no Latchkey schema; run 'latchkey migrate' first";
        case OLDER ->
            "the database schema is at version "
                + found
                + ", this Latchkey needs "
                + needed
                + "; run 'latchkey migrate' first";
        case NEWER ->
            "the database schema is at version "
                + found
                + ", newer than this Latchkey, which knows "
                + needed
                + "; run the newer Latchkey";
      };
    }
  }

  /**
   * Asks whether there is a PostgreSQL at all: for TLS, which every server answers with one byte
   * before it knows anybody. Counts the server's silence alone, however busy this machine is.
   *
   * @param patience longest silence
   * @throws StoreException UNAVAILABLE when there is none
   */
  public void knock(Duration patience) {
    int millis = (int) patience.toMillis();
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(settings.host(), settings.port()), millis);
      socket.setSoTimeout(millis);
      socket.getOutputStream().write(SSL_REQUEST);
      if (socket.getInputStream().read() < 0) {
        throw new IOException("it hangs up");
      }
    } catch (SocketTimeoutException silent) {
      throw new StoreException(UNAVAILABLE, "the database " + settings + " does not answer");
    } catch (IOException e) {
      throw unavailable(e);
    }
  }

  /**
   * Looks, and changes nothing.
   *
   * @throws StoreException UNAVAILABLE when the database cannot be asked
   */
  public Check check() {
    try {
      return check(flyway.info());
    } catch (FlywayException e) {
      throw unavailable(e);
    }
  }

  /**
   * Brings the schema up to date. Waits at most a minute for another node that does the same.
   *
   * @throws StoreException SCHEMA_MISMATCH when it is newer than this code or was tampered with,
   *     UNAVAILABLE when the database cannot be asked or the wait was in vain
   */
  public void migrate() {
    migrate(check());
  }

  /**
   * The same for who has just looked.
   *
   * @param before what {@link #check} found
   */
  public void migrate(Check before) {
    if (before.state() == State.NEWER) {
      throw new StoreException(SCHEMA_MISMATCH, before.message());
    }
    if (before.state() == State.CURRENT) {
      return;
    }
    try {
      flyway.migrate();
    } catch (FlywayException e) {
      throw unavailable(e);
    }
  }

  /**
   * @throws StoreException SCHEMA_MISMATCH unless the schema is current
   */
  public void require() {
    Check check = check();
    if (check.state() != State.CURRENT) {
      throw new StoreException(SCHEMA_MISMATCH, check.message());
    }
  }

  private static Check check(MigrationInfoService info) {
    MigrationInfo current = info.current();
    String found = current == null ? null : String.valueOf(current.getVersion());
    String needed = "0";
    boolean newer = false;
    for (MigrationInfo each : info.all()) {
      if (each.getState().isFailed()) {
        throw new StoreException(
            SCHEMA_MISMATCH,
            "the last change of the database schema failed at version " + each.getVersion());
      }
      if (each.getState().isResolved()) {
        needed = String.valueOf(each.getVersion());
      } else {
        newer |= each.getState().isApplied();
      }
    }
    State state =
        newer
            ? State.NEWER
            : found == null ? State.MISSING : found.equals(needed) ? State.CURRENT : State.OLDER;
    return new Check(state, found, needed);
  }

  private StoreException unavailable(Exception e) {
    Throwable root = e;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String first = String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    return new StoreException(UNAVAILABLE, "the database " + where + " cannot be used: " + first);
  }

  private static PGSimpleDataSource dataSource(PgSettings settings) {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setServerNames(new String[] {settings.host()});
    source.setPortNumbers(new int[] {settings.port()});
    source.setDatabaseName(settings.database());
    source.setUser(settings.user());
    if (!settings.password().isEmpty()) {
      source.setPassword(settings.password());
    }
    source.setApplicationName("latchkey schema");
    source.setConnectTimeout(CONNECT_SECONDS);
    source.setLoginTimeout(CONNECT_SECONDS);
    switch (settings.tls()) {
      case DISABLE -> source.setSslMode("disable");
      case VERIFY_CA -> source.setSslMode("verify-ca");
      case VERIFY_FULL -> source.setSslMode("verify-full");
    }
    if (settings.rootCertificate() != null) {
      source.setSslRootCert(settings.rootCertificate().toString());
    } else if (settings.tls() != PgSettings.Tls.DISABLE) {
      source.setSslfactory("org.postgresql.ssl.DefaultJavaSSLFactory");
    }
    return source;
  }
}
