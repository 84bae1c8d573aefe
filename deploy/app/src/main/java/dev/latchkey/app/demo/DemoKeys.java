// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.demo;

import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.keys.CreateRequest;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.app.wiring.Platform;
import dev.latchkey.config.LatchkeyConfig;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.KeyMint;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** One key per product, made as an administrator would make it. */
final class DemoKeys {
  static final Tenant TENANT = new Tenant("demo");

  private static final int PAGE = 200;
  private static final List<Wanted> WANTED =
      List.of(
          new Wanted("alohub", "X-API-Key", List.of("callcenter", "contacts")),
          // Its profile chooses the scopes.
          new Wanted("aloochat", "x-api-token", List.of()),
          new Wanted("ohallo", "X-API-Key", List.of("conversations", "contacts")),
          new Wanted("salehay", "X-Agent-Token", List.of("leads:read", "leads:create")));

  private final KeyService service;
  private final Caller caller;

  private record Wanted(String profile, String header, List<String> scopes) {}

  DemoKeys(Platform platform, LatchkeyConfig config, KeyLedger ledger) {
    this.service =
        new KeyService(
            new Catalog(config),
            ledger,
            new KeyMint(platform.random()),
            platform.clock(),
            platform.random());
    this.caller = new Caller(Principal.operator(TENANT, "latchkey demo"), "demo", null);
  }

  /** Makes the keys; the secrets of those from an earlier start cannot be shown again. */
  Future<List<DemoKey>> create() {
    return service
        .list(TENANT, KeyQuery.all(PAGE))
        .map(page -> freeName(page.rows().stream().map(ApiKey::name).collect(Collectors.toSet())))
        .compose(
            name ->
                Future.all(WANTED.stream().map(wanted -> create(name, wanted)).toList())
                    .map(all -> all.<DemoKey>list()));
  }

  private Future<DemoKey> create(String name, Wanted wanted) {
    Faults faults = new Faults();
    var body = Json.object().put("profile", wanted.profile()).put("name", name);
    if (!wanted.scopes().isEmpty()) {
      body.set("scopes", Json.array(wanted.scopes()));
    }
    return service
        .create(caller, CreateRequest.read(body, faults), faults)
        .map(
            made ->
                new DemoKey(
                    wanted.profile(),
                    name,
                    made.key().id().toString(),
                    made.secret(),
                    wanted.header()));
  }

  private static String freeName(Set<String> taken) {
    String name = "Demo";
    for (int n = 2; taken.contains(name); n++) {
      name = "Demo (" + n + ")";
    }
    return name;
  }
}
