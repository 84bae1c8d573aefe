// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.usage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.catalog.Catalog;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.UsageReports;
import dev.latchkey.keys.UsageReports.KeyTotal;
import dev.latchkey.keys.UsageReports.Point;
import dev.latchkey.keys.UsageReports.Range;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.SortedSet;

/** Answers questions about usage. Any event loop. */
public final class UsageViews {
  private static final int TOP_KEYS = 20;

  private static final Duration ADVISED_BY = Duration.ofDays(30);

  private final Catalog catalog;
  private final UsageReports reports;
  private final InstantSource clock;

  public UsageViews(Catalog catalog, UsageReports reports, InstantSource clock) {
    this.catalog = catalog;
    this.reports = reports;
    this.clock = clock;
  }

  /** One key over time. */
  public Future<ObjectNode> ofKey(Tenant tenant, KeyId key, Members query) {
    Range range = UsageQuery.read(query, key, clock.instant());
    return series(tenant, range);
  }

  /** All keys over time, and those that were used most. */
  public Future<ObjectNode> ofTenant(Tenant tenant, Members query) {
    Range range = UsageQuery.read(query, null, clock.instant());
    return series(tenant, range)
        .compose(
            json ->
                reports
                    .topKeys(tenant, range.from(), range.to(), TOP_KEYS)
                    .map(
                        totals -> {
                          ArrayNode top = json.putArray("topKeys");
                          totals.forEach(total -> top.add(json(total)));
                          return json;
                        }));
  }

  /** Which scopes a key could do without, and which it was refused for, in the last 30 days. */
  public Future<ObjectNode> advice(Tenant tenant, ApiKey key) {
    Instant now = clock.instant();
    Instant from = now.minus(ADVISED_BY);
    return reports
        .routes(tenant, key.id(), from, now.plusMillis(1))
        .map(
            uses -> {
              ScopeAdvice advice = ScopeAdvice.of(key.scopes(), catalog.routes(), uses);
              Instant made = key.created().at();
              ObjectNode json = Json.object();
              json.put("keyId", key.id().toString());
              json.put("observedSince", Json.instant(made.isAfter(from) ? made : from));
              json.put("calls", uses.stream().mapToLong(UsageReports.RouteUse::calls).sum());
              json.set("used", ids(advice.used()));
              json.set("unused", ids(advice.unused()));
              ArrayNode denied = json.putArray("denied");
              advice
                  .denied()
                  .forEach(
                      (scope, calls) ->
                          denied.addObject().put("scope", scope.id()).put("calls", calls));
              return json;
            });
  }

  private static JsonNode ids(SortedSet<Scope> scopes) {
    return Json.array(scopes.stream().map(Scope::id).toList());
  }

  private Future<ObjectNode> series(Tenant tenant, Range range) {
    return reports
        .series(tenant, range)
        .map(
            points -> {
              ObjectNode json = ListJson.whole(points, UsageViews::json);
              json.put("from", Json.instant(range.from()));
              json.put("to", Json.instant(range.to()));
              json.put("step", range.step().word());
              return json;
            });
  }

  private static ObjectNode json(Point point) {
    ObjectNode json = Json.object();
    json.put("start", Json.instant(point.start()));
    String group = point.group();
    if (group != null) {
      json.put("group", group);
    }
    json.put("calls", point.calls());
    json.put("refused", point.refused());
    json.putObject("latencyMs")
        .put("p50", Percentiles.of(point.histogram(), 0.50))
        .put("p95", Percentiles.of(point.histogram(), 0.95))
        .put("p99", Percentiles.of(point.histogram(), 0.99));
    return json;
  }

  private static ObjectNode json(KeyTotal total) {
    ObjectNode json = Json.object();
    json.put("keyId", total.key().toString());
    json.put("name", total.name());
    json.put("calls", total.calls());
    json.put("refused", total.refused());
    return json;
  }
}
