// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.AUDIT_READ;
import static dev.latchkey.admin.access.Permission.KEYS_CREATE;
import static dev.latchkey.admin.access.Permission.KEYS_PURGE;
import static dev.latchkey.admin.access.Permission.KEYS_READ;
import static dev.latchkey.admin.access.Permission.KEYS_REVOKE;
import static dev.latchkey.admin.access.Permission.KEYS_ROTATE;
import static dev.latchkey.admin.access.Permission.KEYS_UPDATE;
import static io.vertx.core.http.HttpMethod.DELETE;
import static io.vertx.core.http.HttpMethod.PATCH;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Permission;
import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.keys.CreateRequest;
import dev.latchkey.admin.keys.Created;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyLists;
import dev.latchkey.admin.keys.KeyPatch;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.keys.RotateRequest;
import dev.latchkey.admin.nodes.Receipts;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.retry.Retries;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyQuery;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.Map;

/** Everything about keys. */
public final class KeyRoutes {
  private static final String KEYS = "/admin/v1/keys";
  private static final String KEY = KEYS + "/{id}";

  private final KeyService keys;
  private final KeyLists lists;
  private final KeyJson json;
  private final AuditTrail audit;
  private final Retries retries;
  private final Receipts receipts;

  public KeyRoutes(
      KeyService keys,
      KeyLists lists,
      KeyJson json,
      AuditTrail audit,
      Retries retries,
      Receipts receipts) {
    this.receipts = receipts;
    this.keys = keys;
    this.lists = lists;
    this.json = json;
    this.audit = audit;
    this.retries = retries;
  }

  /** The table. */
  public List<Operation> operations() {
    BodyKind action = BodyKind.optional("KeyAction");
    BodyKind revoke = BodyKind.optional("KeyRevoke");
    BodyKind rotate = BodyKind.optional("KeyRotate");
    return List.of(
        post(KEYS, "createKey", KEYS_CREATE, BodyKind.required("KeyCreate"), this::create),
        get(KEYS, "listKeys", KEYS_READ, this::list),
        get(KEY, "getKey", KEYS_READ, this::read),
        Operation.of(PATCH, KEY, "updateKey", KEYS_UPDATE, BodyKind.patch("KeyPatch"), this::patch),
        Operation.of(DELETE, KEY, "purgeKey", KEYS_PURGE, BodyKind.NONE, this::purge),
        post(KEY + "/disable", "disableKey", KEYS_UPDATE, action, this::disable),
        post(KEY + "/enable", "enableKey", KEYS_UPDATE, action, this::enable),
        post(KEY + "/revoke", "revokeKey", KEYS_REVOKE, revoke, this::revoke),
        post(KEY + "/rotate", "rotateKey", KEYS_ROTATE, rotate, this::rotate),
        post(KEY + "/finish-rotation", "finishRotation", KEYS_ROTATE, action, this::finishRotation),
        get(KEY + "/events", "listKeyEvents", AUDIT_READ, this::events));
  }

  private Future<Answer> create(Call call) {
    CreateRequest request = CreateRequest.read(call.body(), call.faults());
    return retries.answer(
        call,
        "createKey",
        created ->
            new Answer(201, Map.of(), made(created))
                .with("Location", KEYS + "/" + created.key().id())
                .tagged(created.key()),
        once -> keys.create(call.caller(), request, call.faults(), once));
  }

  private Future<Answer> list(Call call) {
    KeyQuery query = lists.read(call.caller().tenant(), call.query());
    return keys.list(call.caller().tenant(), query)
        .map(
            page ->
                Answer.ok(
                    ListJson.page(
                        page.rows(),
                        json::write,
                        lists.next(call.caller().tenant(), call.query(), query, page))));
  }

  private Future<Answer> read(Call call) {
    return keys.read(call.caller().tenant(), call.keyId())
        .map(key -> Answer.ok(json.write(key)).tagged(key));
  }

  private Future<Answer> patch(Call call) {
    KeyPatch patch = KeyPatch.read(call.body(), call.faults());
    return keys.patch(call.caller(), call.keyId(), call.ifVersion(), patch, call.faults())
        .map(key -> Answer.ok(json.write(key)).tagged(key));
  }

  private Future<Answer> disable(Call call) {
    String reason = call.soundBody().text("reason");
    return keys.disable(call.caller(), call.keyId(), call.ifVersion(), reason)
        .compose(this::confirmed);
  }

  private Future<Answer> enable(Call call) {
    String reason = call.soundBody().text("reason");
    return keys.enable(call.caller(), call.keyId(), call.ifVersion(), reason).map(this::changed);
  }

  private Future<Answer> revoke(Call call) {
    Members body = call.soundBody();
    return keys.revoke(
            call.caller(), call.keyId(), call.ifVersion(), body.text("reason"), body.text("note"))
        .compose(this::confirmed);
  }

  private Future<Answer> rotate(Call call) {
    RotateRequest request = RotateRequest.read(call.body(), call.faults());
    KeyId id = call.keyId();
    return retries.answer(
        call,
        "rotateKey " + id,
        rotated -> Answer.ok(withSecret(rotated)).tagged(rotated.key()),
        once -> keys.rotate(call.caller(), id, call.ifVersion(), request, call.faults(), once));
  }

  private Future<Answer> finishRotation(Call call) {
    String reason = call.soundBody().text("reason");
    return keys.finishRotation(call.caller(), call.keyId(), call.ifVersion(), reason)
        .map(this::changed);
  }

  private Future<Answer> purge(Call call) {
    return keys.purge(call.caller(), call.keyId(), call.ifVersion())
        .map(gone -> new Answer(204, Map.of(), null));
  }

  private Future<Answer> events(Call call) {
    return keys.read(call.caller().tenant(), call.keyId())
        .compose(key -> audit.page(call.caller().tenant(), key.id(), call.query()))
        .map(Answer::ok);
  }

  private Answer changed(ApiKey key) {
    return Answer.ok(keyAlone(key)).tagged(key);
  }

  /** A key that was stopped, with the gateways that know. */
  private Future<Answer> confirmed(ApiKey key) {
    return receipts
        .confirm()
        .map(
            receipt -> {
              ObjectNode body = keyAlone(key);
              receipt.ifPresent(known -> body.set("receipt", known.json()));
              return Answer.ok(body).tagged(key);
            });
  }

  private ObjectNode keyAlone(ApiKey key) {
    ObjectNode body = Json.object();
    body.set("key", json.write(key));
    return body;
  }

  private ObjectNode made(Created created) {
    return created.made() == null
        ? keyAlone(created.key())
        : withSecret(created).put("secretShownOnce", true);
  }

  /** The one place, beside the dialects, where a secret is written. */
  private ObjectNode withSecret(Created created) {
    ObjectNode body = Json.object();
    body.set("key", json.write(created.key()));
    return body.put("secret", created.secret().reveal());
  }

  private static Operation get(String path, String id, Permission permission, Endpoint endpoint) {
    return Operation.of(HttpMethod.GET, path, id, permission, BodyKind.NONE, endpoint);
  }

  private static Operation post(
      String path, String id, Permission permission, BodyKind body, Endpoint endpoint) {
    return Operation.of(HttpMethod.POST, path, id, permission, body, endpoint);
  }
}
