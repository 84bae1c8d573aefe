// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Scope;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;

/**
 * {@code flat-camel-200}: everything in one flat object in camel case, ids as {@code key_…},
 * creation answered with 200.
 */
final class FlatDialect {
  private final String base;
  private final ProfileKeys keys;
  private final KeyJson json;

  FlatDialect(String base, ProfileKeys keys, KeyJson json) {
    this.base = base;
    this.keys = keys;
    this.json = json;
  }

  List<Operation> operations() {
    return List.of(
        Operation.ofDialect(
            HttpMethod.POST,
            base,
            "flatCreate",
            Permission.KEYS_CREATE,
            BodyKind.required("FlatCreate"),
            this::create),
        Operation.ofDialect(
            HttpMethod.GET, base, "flatList", Permission.KEYS_READ, BodyKind.NONE, this::list),
        Operation.ofDialect(
            HttpMethod.POST,
            base + "/{id}/regenerate",
            "flatRegenerate",
            Permission.KEYS_ROTATE,
            BodyKind.NONE,
            this::regenerate),
        Operation.ofDialect(
            HttpMethod.POST,
            base + "/{id}/revoke",
            "flatRevoke",
            Permission.KEYS_REVOKE,
            BodyKind.NONE,
            this::revoke));
  }

  private Future<Answer> create(Call call) {
    return keys.create(call, call.body().deepCopy(), made -> Answer.ok(withSecret(made)));
  }

  private Future<Answer> regenerate(Call call) {
    return keys.regenerate(call, made -> Answer.ok(withSecret(made)));
  }

  private Future<Answer> revoke(Call call) {
    return keys.revoke(call)
        .map(key -> Answer.ok(Json.object().put("id", id(key)).put("status", status(key))));
  }

  private Future<Answer> list(Call call) {
    return keys.list(call)
        .map(
            rows -> {
              ObjectNode body = Json.object();
              ArrayNode items = body.putArray("items");
              rows.forEach(key -> items.add(item(key)));
              return Answer.ok(body.putNull("nextCursor"));
            });
  }

  private ObjectNode item(ApiKey key) {
    ObjectNode item = Json.object();
    item.put("id", id(key));
    item.put("name", key.name());
    item.put("maskedKey", json.masked(key));
    item.set("scopes", scopes(key));
    item.put("status", status(key));
    item.put("createdAt", Json.instant(key.created().at()));
    item.put("expiresAt", Json.instant(json.end(key)));
    return item.put("lastUsedAt", Json.instant(key.lastUsedAt()));
  }

  private static ObjectNode withSecret(Created created) {
    ApiKey key = created.key();
    ObjectNode body = Json.object();
    body.put("id", id(key));
    body.put("name", key.name());
    body.put("key", created.secret().reveal());
    body.set("scopes", scopes(key));
    return body.put("createdAt", Json.instant(key.created().at()));
  }

  private String status(ApiKey key) {
    return json.status(key) == KeyStatus.ACTIVE ? "active" : "inactive";
  }

  private static String id(ApiKey key) {
    return key.id().shortForm();
  }

  private static ArrayNode scopes(ApiKey key) {
    return Json.array(key.scopes().stream().map(Scope::id).toList());
  }
}
