// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.KEYS_READ;
import static dev.latchkey.admin.access.Permission.PLANS_READ;
import static dev.latchkey.admin.access.Permission.PROFILES_READ;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.access.Role;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.catalog.CatalogJson;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.ScopeRules;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ScopeConfig;
import dev.latchkey.keys.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.function.Function;

/** What there is to choose from, who is asking, and the document itself. */
public final class CatalogRoutes {
  private static final String BASE = "/admin/v1";

  private final Catalog catalog;
  private final CatalogJson json;
  private final ScopeRules scopes;
  private final ApiDocument document;

  public CatalogRoutes(Catalog catalog, ApiDocument document) {
    this.catalog = catalog;
    this.json = new CatalogJson(catalog);
    this.scopes = new ScopeRules(catalog);
    this.document = document;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        open("/openapi.json", "getOpenApi", new Need.Nothing(), call -> document.tree()),
        open("/me", "getMe", new Need.Token(), call -> me(call.caller().principal())),
        get(
            "/profiles",
            "listProfiles",
            PROFILES_READ,
            call -> ListJson.whole(catalog.profiles(), json::profile)),
        get("/profiles/{id}", "getProfile", PROFILES_READ, call -> json.profile(profile(call))),
        get(
            "/profiles/{id}/scopes",
            "listProfileScopes",
            KEYS_READ,
            call -> ListJson.whole(catalog.scopesOf(profile(call)), json::scope)),
        get(
            "/scopes",
            "listScopes",
            KEYS_READ,
            call -> ListJson.whole(catalog.scopes(), json::scope)),
        get("/plans", "listPlans", PLANS_READ, call -> ListJson.whole(catalog.plans(), json::plan)),
        get("/plans/{id}", "getPlan", PLANS_READ, this::plan));
  }

  private ObjectNode me(Principal principal) {
    ObjectNode me = Json.object();
    me.put("subject", principal.actor().id());
    me.put("name", principal.actor().name());
    me.put("tenant", principal.tenant().id());
    me.set("roles", Json.array(principal.roles().stream().map(Role::word).sorted().toList()));
    me.set("permissions", Json.array(Permission.wordsOf(principal.permissions())));
    ArrayNode grantable = me.putArray("grantableScopes");
    catalog.scopes().stream()
        .map(ScopeConfig::id)
        .filter(id -> scopes.mayGrant(principal, new Scope(id)))
        .forEach(grantable::add);
    boolean wildcards = catalog.profiles().stream().anyMatch(ProfileConfig::allowWildcard);
    if (wildcards && catalog.scope("*").isEmpty() && scopes.mayGrant(principal, Scope.ALL)) {
      grantable.add(Scope.ALL.id());
    }
    return me;
  }

  private ObjectNode plan(Call call) {
    return catalog
        .plan(call.path().getOrDefault("id", ""))
        .map(json::plan)
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND));
  }

  private ProfileConfig profile(Call call) {
    return catalog
        .profile(call.path().getOrDefault("id", ""))
        .orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND));
  }

  private static Operation get(
      String path, String id, Permission permission, Function<Call, JsonNode> body) {
    return open(path, id, new Need.Holding(permission), body);
  }

  private static Operation open(String path, String id, Need need, Function<Call, JsonNode> body) {
    Endpoint endpoint = call -> Future.succeededFuture(Answer.ok(body.apply(call)));
    return new Operation(HttpMethod.GET, BASE + path, id, need, BodyKind.NONE, false, endpoint);
  }
}
