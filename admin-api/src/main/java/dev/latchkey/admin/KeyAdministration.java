// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.dialect.Dialects;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyLists;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.nodes.Receipts;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.retry.Retries;
import dev.latchkey.admin.retry.Seal;
import dev.latchkey.admin.routes.KeyRoutes;
import dev.latchkey.admin.routes.KeySetRoutes;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyMint;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/** The wiring of everything by which keys are made, changed and ended, in any dialect. */
final class KeyAdministration {
  private final Catalog catalog;
  private final Messages messages;
  private final KeyService keys;
  private final KeyJson json;
  private final KeyLists lists;
  private final Receipts receipts;
  private final Retries retries;

  KeyAdministration(
      LatchkeyConfig config,
      Catalog catalog,
      ControlStore store,
      Cursors cursors,
      Messages messages,
      KeyMint mint,
      InstantSource clock,
      SecureRandom random) {
    this.catalog = catalog;
    this.messages = messages;
    this.keys = new KeyService(catalog, store.keys(), mint, clock, random);
    this.json = new KeyJson(catalog, clock);
    this.lists = new KeyLists(cursors);
    this.receipts = new Receipts(store.nodes(), System::nanoTime);
    this.retries = new Retries(keys, json, Seal.of(config, random), clock);
  }

  /** Those of the OpenAPI document. */
  List<Operation> operations(AuditTrail audit, ApiDocument document) {
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new KeyRoutes(keys, lists, json, audit, retries, receipts).operations());
    operations.addAll(new KeySetRoutes(keys, lists, json, document, messages).operations());
    return operations;
  }

  /**
   * Those of the configured dialects.
   *
   * @throws IllegalArgumentException for a dialect that does not exist
   */
  List<Operation> dialects() {
    return Dialects.operations(catalog, keys, retries, json, messages);
  }
}
