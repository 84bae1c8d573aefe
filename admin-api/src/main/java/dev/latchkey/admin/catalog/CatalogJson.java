// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.catalog;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.config.PlanConfig;
import dev.latchkey.config.ProfileConfig;
import dev.latchkey.config.ScopeConfig;
import java.util.List;
import java.util.Locale;

/** Profiles, scopes and plans as JSON. */
public final class CatalogJson {
  private final Catalog catalog;

  public CatalogJson(Catalog catalog) {
    this.catalog = catalog;
  }

  /** As in the document: {@code Profile}. */
  public ObjectNode profile(ProfileConfig profile) {
    ObjectNode json = Json.object();
    json.put("id", profile.id());
    json.put("prefix", profile.prefix());
    json.set("credentials", Json.array(profile.credentials()));
    json.put("scopePolicy", profile.scopePolicy().name().toLowerCase(Locale.ROOT));
    json.set(
        "scopes", Json.array(catalog.scopesOf(profile).stream().map(ScopeConfig::id).toList()));
    json.set("defaultScopes", Json.array(profile.defaultScopes()));
    json.put("allowWildcard", profile.allowWildcard());
    json.put("plan", profile.plan());
    json.put("uniqueNames", profile.uniqueNames());
    json.set("environments", environments(profile));
    ArrayNode durations = json.putArray("durations");
    profile.durations().forEach(durations::add);
    json.set(
        "dialect",
        profile.dialect() == null
            ? null
            : Json.object()
                .put("kind", profile.dialect().kind())
                .put("path", profile.dialect().path()));
    return json;
  }

  /** As in the document: {@code ScopeEntry}. */
  public ObjectNode scope(ScopeConfig scope) {
    ObjectNode json = Json.object();
    json.put("id", scope.id());
    json.set("label", Json.tree(scope.label()));
    json.set("description", Json.tree(scope.description()));
    json.put("color", scope.color());
    json.put("group", scope.group());
    json.set("tools", Json.array(scope.tools()));
    json.set("routes", Json.array(catalog.routesFor(scope.id())));
    json.set("grantableBy", Json.array(scope.grantableBy()));
    json.put("deprecated", scope.deprecated());
    return json;
  }

  /** As in the document: {@code Plan}. */
  public ObjectNode plan(PlanConfig plan) {
    ObjectNode json = Json.object();
    json.put("id", plan.id());
    json.set("limits", LimitJson.ofPlan(plan.limits()));
    json.set("quotas", quotas(plan.quotas()));
    json.set("ceilings", LimitJson.ofPlan(plan.ceilings()));
    json.set("quotaCeilings", quotas(plan.quotaCeilings()));
    return json;
  }

  private static ArrayNode environments(ProfileConfig profile) {
    ArrayNode array = Json.array();
    profile
        .environments()
        .forEach(
            (name, environment) -> {
              ObjectNode json = array.addObject().put("name", name);
              json.put(
                  "maxLifetimeSeconds",
                  environment.maxLifetime() == null
                      ? null
                      : (Long) environment.maxLifetime().toSeconds());
              json.set("scopes", Json.array(environment.scopes()));
            });
    return array;
  }

  private static ArrayNode quotas(List<PlanConfig.QuotaConfig> quotas) {
    ArrayNode array = Json.array();
    quotas.forEach(
        quota ->
            array
                .addObject()
                .put("name", quota.name())
                .put("limit", quota.limit())
                .put("period", quota.period()));
    return array;
  }
}
