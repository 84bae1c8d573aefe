// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.fetch.Fetch;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.leaks.Decoys;
import dev.latchkey.admin.leaks.GithubAlerts;
import dev.latchkey.admin.leaks.LeakDesk;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.paging.TimeCursor;
import dev.latchkey.admin.routes.GithubRoutes;
import dev.latchkey.admin.routes.LeakRoutes;
import dev.latchkey.config.AdminConfig;
import dev.latchkey.keys.ControlStore;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.leaks.Leaks;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The wiring of what is done about keys that leaked, and about decoys that somebody tried. */
final class LeakResponse {
  private final Catalog catalog;
  private final Leaks leaks;
  private final InstantSource clock;
  private final LeakDesk desk;
  private final Decoys decoys;

  LeakResponse(
      Catalog catalog, ControlStore store, KeyMint mint, InstantSource clock, SecureRandom random) {
    this.catalog = catalog;
    this.leaks = store.leaks();
    this.clock = clock;
    this.desk = new LeakDesk(catalog, store.keys(), leaks, clock);
    this.decoys = new Decoys(catalog, leaks, mint, clock, random);
  }

  /**
   * Those of the OpenAPI document.
   *
   * @param fetch for the keys that GitHub signs its reports with
   */
  List<Operation> operations(Cursors cursors, AdminConfig admin, Fetch fetch) {
    TimeCursor pages = new TimeCursor(cursors);
    List<Operation> operations = new ArrayList<>();
    operations.addAll(new LeakRoutes(catalog, desk, decoys, leaks, pages).operations());
    operations.addAll(new GithubRoutes(github(admin, fetch), desk).operations());
    return operations;
  }

  private @Nullable GithubAlerts github(AdminConfig admin, Fetch fetch) {
    String keys = admin.leaks().githubKeys();
    return keys == null ? null : new GithubAlerts(keys, fetch, clock);
  }

  Decoys decoys() {
    return decoys;
  }
}
