// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.catalog.LimitJson;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;

/**
 * {@code nested-snake-201}: snake case, the key wrapped in {@code api_key} beside a message, ids as
 * UUIDs, one limit per minute.
 */
final class NestedDialect {
  private static final String LIMIT = "/rate_limit";
  private static final long MINUTE = 60;

  private final String base;
  private final ProfileKeys keys;
  private final KeyJson json;
  private final Messages messages;

  NestedDialect(String base, ProfileKeys keys, KeyJson json, Messages messages) {
    this.base = base;
    this.keys = keys;
    this.json = json;
    this.messages = messages;
  }

  List<Operation> operations() {
    return List.of(
        Operation.ofDialect(
            HttpMethod.POST,
            base,
            "nestedCreate",
            Permission.KEYS_CREATE,
            BodyKind.required("NestedCreate"),
            this::create),
        Operation.ofDialect(
            HttpMethod.GET, base, "nestedList", Permission.KEYS_READ, BodyKind.NONE, this::list),
        Operation.ofDialect(
            HttpMethod.DELETE,
            base + "/{id}",
            "nestedDelete",
            Permission.KEYS_REVOKE,
            BodyKind.NONE,
            this::delete));
  }

  private Future<Answer> create(Call call) {
    return keys.create(
            call, nativeBody(call), made -> new Answer(201, Map.of(), created(call, made)))
        .recover(failure -> Future.failedFuture(renamed(failure)));
  }

  private Future<Answer> list(Call call) {
    return keys.list(call)
        .map(
            rows -> {
              ObjectNode body = Json.object();
              ArrayNode items = body.putArray("api_keys");
              rows.forEach(key -> items.add(item(key)));
              return Answer.ok(body);
            });
  }

  private Future<Answer> delete(Call call) {
    return keys.revoke(call)
        .map(gone -> Answer.ok(Json.object().put("message", text(call, "key_revoked"))));
  }

  private ObjectNode created(Call call, Created made) {
    ApiKey key = made.key();
    ObjectNode body = Json.object();
    ObjectNode shown = body.putObject("api_key");
    shown.put("id", key.id().toString());
    shown.put("key", made.secret().reveal());
    shown.put("name", key.name());
    shown.set("scopes", scopes(key));
    shown.put("rate_limit", json.callsPerMinute(key).orElse(null));
    return body.put("message", text(call, "saved_once"));
  }

  private ObjectNode item(ApiKey key) {
    ObjectNode item = Json.object();
    item.put("id", key.id().toString());
    item.put("name", key.name());
    item.put("key_hint", json.masked(key));
    item.set("scopes", scopes(key));
    item.put("rate_limit", json.callsPerMinute(key).orElse(null));
    item.put("status", json.status(key).word());
    item.put("created_at", Json.instant(key.created().at()));
    item.put("expires_at", Json.instant(json.end(key)));
    return item.put("last_used_at", Json.instant(key.lastUsedAt()));
  }

  private static ObjectNode nativeBody(Call call) {
    ObjectNode body = call.body().deepCopy();
    JsonNode limit = body.remove("rate_limit");
    if (limit != null && limit.isNumber() && !call.faults().touches(LIMIT)) {
      body.putArray("rateLimits").add(LimitJson.bare("minute", limit.intValue(), MINUTE, null));
    }
    return body;
  }

  /** Faults of the native form under the names that this client knows. */
  private static Throwable renamed(Throwable failure) {
    if (!(failure instanceof Problem problem) || problem.faults().isEmpty()) {
      return failure;
    }
    List<Fault> faults =
        problem.faults().stream()
            .map(
                fault ->
                    fault.pointer().startsWith("/rateLimits/")
                        ? new Fault(LIMIT, fault.code(), fault.arguments())
                        : fault)
            .toList();
    return Problem.of(problem.code(), faults);
  }

  private String text(Call call, String name) {
    return messages.text(call.language(), "message." + name, List.of());
  }

  private static ArrayNode scopes(ApiKey key) {
    return Json.array(key.scopes().stream().map(Scope::id).toList());
  }
}
