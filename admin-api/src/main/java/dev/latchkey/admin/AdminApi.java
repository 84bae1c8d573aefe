// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.dialect.Dialects;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.fetch.HttpFetch;
import dev.latchkey.admin.http.AnswerWriter;
import dev.latchkey.admin.http.ApiRouter;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyLists;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.leaks.Decoys;
import dev.latchkey.admin.leaks.GithubAlerts;
import dev.latchkey.admin.leaks.LeakDesk;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.paging.TimeCursor;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.routes.CatalogRoutes;
import dev.latchkey.admin.routes.GithubRoutes;
import dev.latchkey.admin.routes.KeyRoutes;
import dev.latchkey.admin.routes.LeakRoutes;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The control plane's own wiring: configuration and ports in, a table of operations out. */
public final class AdminApi {
  /** Calls of one source to what needs no principal. */
  private static final int STRANGERS_PER_MINUTE = 120;

  private final Vertx vertx;
  private final ApiDocument document = new ApiDocument();
  private final Messages messages = new Messages();
  private final SignIn signIn;
  private final Decoys decoys;
  private final Catalog catalog;
  private final InstantSource clock;
  private final List<Operation> documented = new ArrayList<>();
  private final List<Operation> dialects;
  private final SecureRandom random;

  /**
   * @throws IllegalArgumentException for an issuer's key or a dialect that cannot be used
   */
  public AdminApi(
      Vertx vertx,
      LatchkeyConfig config,
      AdminConfig admin,
      AdminPorts ports,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.random = random;
    this.clock = clock;
    Fetch fetch = new HttpFetch(vertx);
    this.signIn = new SignIn(vertx, admin, ports, fetch, clock, random);
    this.catalog = new Catalog(config);
    KeyLedger ledger = ports.ledger();
    Cursors cursors = Cursors.of(config, random);
    KeyService keys = new KeyService(catalog, ledger, mint, clock, random);
    KeyJson json = new KeyJson(catalog, clock);
    AuditTrail audit = new AuditTrail(ledger, cursors);
    documented.addAll(new KeyRoutes(keys, new KeyLists(cursors), json, audit).operations());
    documented.addAll(new CatalogRoutes(catalog, audit, document).operations());
    documented.addAll(signIn.operations());
    this.decoys = new Decoys(catalog, ports.leaks(), mint, clock, random);
    LeakDesk desk = new LeakDesk(catalog, ledger, ports.leaks(), clock);
    documented.addAll(
        new LeakRoutes(catalog, desk, decoys, ports.leaks(), new TimeCursor(cursors)).operations());
    documented.addAll(new GithubRoutes(github(admin, fetch), desk).operations());
    this.dialects = Dialects.operations(catalog, keys, json, messages);
  }

  private @Nullable GithubAlerts github(AdminConfig admin, Fetch fetch) {
    String keys = admin.leaks().githubKeys();
    return keys == null ? null : new GithubAlerts(keys, fetch, clock);
  }

  /** The native operations, which are those of the OpenAPI document. */
  List<Operation> documented() {
    return List.copyOf(documented);
  }

  /** Every operation, the configured dialects' included. */
  List<Operation> operations() {
    List<Operation> all = new ArrayList<>(documented);
    all.addAll(dialects);
    return all;
  }

  ApiDocument document() {
    return document;
  }

  /** A code for the first administrator, where there is none yet. */
  Future<Optional<String>> firstCode() {
    return signIn.firstCode();
  }

  /** The router, on the caller's event loop from now on. */
  ApiRouter router() {
    return new ApiRouter(
        vertx,
        signIn.authentication(catalog.prefixes(), decoys::tried),
        new Budget(STRANGERS_PER_MINUTE, Duration.ofMinutes(1), clock),
        document,
        new AnswerWriter(vertx, messages),
        random);
  }
}
