// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.access.TokenVerifier;
import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.dialect.Dialects;
import dev.latchkey.admin.fetch.HttpFetch;
import dev.latchkey.admin.http.AnswerWriter;
import dev.latchkey.admin.http.ApiRouter;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyLists;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.routes.CatalogRoutes;
import dev.latchkey.admin.routes.KeyRoutes;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The control plane's own wiring: configuration and ports in, a table of operations out. */
public final class AdminApi {
  private final Vertx vertx;
  private final ApiDocument document = new ApiDocument();
  private final Messages messages = new Messages();
  private final TokenVerifier tokens;
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
      KeyLedger ledger,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.random = random;
    this.tokens = new TokenVerifier(admin.issuers(), clock, new HttpFetch(vertx));
    Catalog catalog = new Catalog(config);
    Cursors cursors = Cursors.of(config, random);
    KeyService keys = new KeyService(catalog, ledger, mint, clock, random);
    KeyJson json = new KeyJson(catalog, clock);
    AuditTrail audit = new AuditTrail(ledger, cursors);
    documented.addAll(new KeyRoutes(keys, new KeyLists(cursors), json, audit).operations());
    documented.addAll(new CatalogRoutes(catalog, audit, document).operations());
    this.dialects = Dialects.operations(catalog, keys, json, messages);
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

  /** The router, on the caller's event loop from now on. */
  ApiRouter router() {
    tokens.prefetch();
    return new ApiRouter(vertx, tokens, document, new AnswerWriter(vertx, messages), random);
  }
}
