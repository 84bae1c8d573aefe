// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import static dev.latchkey.keys.postgres.StoreException.Reason.SCHEMA_MISMATCH;
import static dev.latchkey.keys.postgres.StoreException.Reason.UNAVAILABLE;

import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyActivity;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.KeyHasher;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyLookup;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.QuotaLedger;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageLedger;
import dev.latchkey.keys.calls.CallRecords;
import dev.latchkey.keys.leaks.Leaks;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The ports of {@code dev.latchkey.keys} on one database. Look-ups have connections of their own,
 * so that no list or flush can starve them; so has each change feed.
 */
public final class PgStore {
  private static final int LOOKUP_WAITING = 256;
  private static final int LOOKUP_MILLIS = 500;
  private static final int LOOKUP_STATEMENT_MILLIS = 400;
  private static final int LEDGER_WAITING = 64;
  private static final int LEDGER_MILLIS = 5_000;
  private static final int FEED_STATEMENT_MILLIS = 900;

  private final Vertx vertx;
  private final PgSettings settings;
  private final KeyHasher hasher;
  private final SecureRandom random = new SecureRandom();
  private final Circuit circuit;
  private final BoundedPool lookups;
  private final BoundedPool changes;
  private final KeyLookup lookup;
  private final ControlStore control;
  private final KeyOwners owners;
  private final KeyActivity activity;
  private final QuotaLedger quotas;
  private final UsageLedger usage;

  private PgStore(Vertx vertx, PgSettings settings, KeyHasher hasher, InstantSource clock) {
    this.vertx = vertx;
    this.settings = settings;
    this.hasher = hasher;
    this.circuit = new Circuit(System::nanoTime, random);
    this.lookups =
        new BoundedPool(
            vertx,
            pools(vertx, settings, "look-up", LOOKUP_WAITING, LOOKUP_STATEMENT_MILLIS),
            LOOKUP_MILLIS);
    this.changes =
        new BoundedPool(
            vertx, pools(vertx, settings, "ledger", LEDGER_WAITING, LEDGER_MILLIS), LEDGER_MILLIS);
    this.lookup = new PgKeyLookup(lookups, hasher, circuit);
    // Who administers would rather wait than not be told, and takes nothing from calls.
    Circuit patient = new Circuit(System::nanoTime, random);
    this.control = control(new PgKeyLookup(changes, hasher, patient), changes, hasher, clock);
    this.owners = new KeyOwners(changes);
    this.activity = new PgKeyActivity(changes, clock);
    this.quotas = new PgQuotaLedger(lookups);
    this.usage = new PgUsageLedger(changes, clock);
  }

  private static Supplier<Pool> pools(
      Vertx vertx, PgSettings settings, String name, int waiting, int statementMillis) {
    return () ->
        Connections.pool(vertx, settings, name, settings.poolSize(), waiting, statementMillis);
  }

  private static ControlStore control(
      KeyLookup lookup, BoundedPool changes, KeyHasher hasher, InstantSource clock) {
    return new ControlStore(
        new PgKeyLedger(changes, hasher, clock),
        lookup,
        new PgConsumerLedger(changes, clock),
        new PgAuditLog(changes),
        new PgKeyUpkeep(changes, clock),
        new PgNodeRegistry(changes),
        new PgAccounts(changes, clock),
        new PgSessions(changes, clock),
        new PgLeaks(changes, hasher, clock),
        new PgUsageReports(changes, clock),
        new PgCallRecords(changes, clock),
        new PgWebhookLedger(changes, clock));
  }

  /** A store that connects when it is asked for something, which is to be {@link #check} first. */
  public static PgStore on(
      Vertx vertx, PgSettings settings, KeyHasher hasher, InstantSource clock) {
    return new PgStore(vertx, settings, hasher, clock);
  }

  /**
   * Connects, and checks that schema and pepper are the right ones. Fails with {@link
   * StoreException}, whose message is for the operator.
   */
  public Future<Void> check() {
    return changes
        .inTransaction(sql -> PepperCheck.run(sql, hasher))
        .recover(fault -> Future.failedFuture(startFault(settings, fault)));
  }

  /** For calls that wait for it: an answer within half a second, or none can be told. */
  public KeyLookup lookup() {
    return lookup;
  }

  public KeyLedger ledger() {
    return control.keys();
  }

  /** Everything that the control plane works on. */
  public ControlStore control() {
    return control;
  }

  public KeyActivity activity() {
    return activity;
  }

  /** Quotas are asked for beside look-ups, with their limit of time. */
  public QuotaLedger quotas() {
    return quotas;
  }

  public UsageLedger usage() {
    return usage;
  }

  public CallRecords calls() {
    return control.calls();
  }

  public Leaks leaks() {
    return control.leaks();
  }

  /**
   * The tenant that a key belongs to: for the operator's command line alone, which may name a key
   * by its id only. Fails with {@link LedgerException}.
   */
  public Future<Tenant> tenantOf(KeyId id) {
    return owners.tenantOf(id);
  }

  /**
   * The tenant whose key a refused call came with, empty where none was known: for the operator's
   * command line alone. Fails with {@link LedgerException} where no refusal of this id is kept.
   */
  public Future<Optional<Tenant>> tenantOfRequest(String requestId) {
    return owners.tenantOfRequest(requestId);
  }

  /** A new feed with a connection of its own; whoever starts it closes it. */
  public KeyChangeFeed newChangeFeed() {
    return new PgKeyChangeFeed(
        vertx,
        () -> Connections.pool(vertx, settings, "feed", 1, 1, FEED_STATEMENT_MILLIS),
        random,
        circuit::reset);
  }

  /** Whether the last look-up reached the database. */
  public boolean isReachable() {
    return !circuit.isOpen();
  }

  /** Closes every connection but those of the feeds. */
  public Future<Void> close() {
    return Future.join(lookups.close(), changes.close()).mapEmpty();
  }

  private static StoreException startFault(PgSettings settings, Throwable fault) {
    if (fault instanceof StoreException known) {
      return known;
    }
    String state = Faults.sqlState(fault);
    if (state.equals(Faults.UNDEFINED_TABLE) || state.equals(Faults.UNDEFINED_SCHEMA)) {
      return new StoreException(
          SCHEMA_MISMATCH, "the database has no Latchkey schema; run 'latchkey migrate' first");
    }
    return new StoreException(
        UNAVAILABLE, "the database " + settings + " does not answer: " + Faults.describe(fault));
  }
}
