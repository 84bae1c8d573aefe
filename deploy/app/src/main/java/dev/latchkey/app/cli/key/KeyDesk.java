// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.cli.key;

import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.app.cli.option.ConfigOption;
import dev.latchkey.app.cli.option.Session;
import dev.latchkey.app.logging.LogSetup;
import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.wiring.StoreVisit;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The key service of the admin API, opened for one command of the operator. One thread. */
final class KeyDesk implements AutoCloseable {
  private final StoreVisit visit;
  private final KeyService service;
  private final KeyPrinter printer;
  private final String operator;

  private KeyDesk(StoreVisit visit, KeyService service, KeyPrinter printer, String operator) {
    this.visit = visit;
    this.service = service;
    this.printer = printer;
    this.operator = operator;
  }

  /** Reads the configuration and opens the store. Blocks. */
  static KeyDesk open(Session session, ConfigOption option, boolean json) throws Exception {
    LogSetup.forCommand(session.terminal());
    LatchkeyConfig config = option.load(session);
    InstantSource clock = InstantSource.system();
    SecureRandom random = new SecureRandom();
    Catalog catalog = new Catalog(config);
    StoreVisit visit = StoreVisit.open(config, clock);
    KeyService service =
        new KeyService(catalog, visit.store().ledger(), new KeyMint(random), clock, random);
    String user = System.getProperty("user.name", "");
    return new KeyDesk(
        visit,
        service,
        new KeyPrinter(session.terminal(), new KeyJson(catalog, clock), json),
        user.isBlank() ? "operator" : user);
  }

  KeyService service() {
    return service;
  }

  KeyPrinter printer() {
    return printer;
  }

  <T extends @Nullable Object> T get(Future<T> answer) throws Exception {
    return visit.get(answer);
  }

  /** Who the audit trail will name: the operating system's user, as operator. */
  Caller caller(Tenant tenant) {
    return new Caller(
        Principal.operator(tenant, operator), "cli-" + UUID.randomUUID().toString(), null);
  }

  /** The given tenant, or the one that the key belongs to. */
  Tenant tenantOf(KeyId id, @Nullable String given) throws Exception {
    return given == null ? get(visit.store().tenantOf(id)) : tenant(given);
  }

  /**
   * @throws CommandFailure when the text cannot be a tenant
   */
  static Tenant tenant(String text) {
    try {
      return new Tenant(text);
    } catch (IllegalArgumentException wrong) {
      throw CommandFailure.usage("--tenant: " + wrong.getMessage());
    }
  }

  /**
   * @throws CommandFailure when the text cannot be an id
   */
  static KeyId id(String text) {
    return KeyId.parse(text)
        .orElseThrow(
            () ->
                CommandFailure.usage(
                    "not an id of a key (a UUID, or key_ and 22 characters): see 'latchkey key"
                        + " list'"));
  }

  @Override
  public void close() {
    visit.close();
  }
}
