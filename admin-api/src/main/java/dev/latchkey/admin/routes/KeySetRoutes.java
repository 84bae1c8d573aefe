// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.KEYS_IMPORT;
import static dev.latchkey.admin.access.Permission.KEYS_REVOKE;
import static dev.latchkey.admin.access.Permission.KEYS_ROTATE;
import static dev.latchkey.admin.access.Permission.KEYS_UPDATE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.keys.BulkRequest;
import dev.latchkey.admin.keys.ImportResult;
import dev.latchkey.admin.keys.KeyBulk;
import dev.latchkey.admin.keys.KeyImport;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.keys.KeyLists;
import dev.latchkey.admin.keys.KeyService;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/** Many keys at once, and a key's several secrets. */
public final class KeySetRoutes {
  private static final String KEYS = "/admin/v1/keys";
  private static final String ROTATIONS = KEYS + "/{id}/rotations";

  private final KeyService keys;
  private final KeyLists lists;
  private final KeyJson json;
  private final Messages messages;
  private final KeyImport imports;
  private final KeyBulk bulk;

  public KeySetRoutes(
      KeyService keys, KeyLists lists, KeyJson json, ApiDocument document, Messages messages) {
    this.keys = keys;
    this.lists = lists;
    this.json = json;
    this.messages = messages;
    this.imports = keys.importing(document.schema("KeyImportItem"));
    this.bulk = keys.bulk();
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        new Operation(
            HttpMethod.POST,
            KEYS + "/bulk",
            "changeKeys",
            new Need.HoldingAny(Set.of(KEYS_UPDATE, KEYS_REVOKE)),
            BodyKind.required("KeyBulk"),
            false,
            this::change),
        Operation.of(
            HttpMethod.POST,
            KEYS + "/import",
            "importKeys",
            KEYS_IMPORT,
            BodyKind.required("KeyImport"),
            this::importAll),
        Operation.of(
            HttpMethod.GET, ROTATIONS, "listRotations", KEYS_ROTATE, BodyKind.NONE, this::secrets),
        Operation.of(
            HttpMethod.DELETE,
            ROTATIONS + "/{rotation}",
            "cancelRotation",
            KEYS_ROTATE,
            BodyKind.NONE,
            this::cancel));
  }

  private Future<Answer> change(Call call) {
    BulkRequest request =
        BulkRequest.read(
            lists, call.caller().tenant(), call.caller().principal(), call.body(), call.faults());
    return bulk.run(
            call.caller(),
            request.filter(),
            request.action(),
            request.reason(),
            request.expected(),
            request.dryRun())
        .map(results -> Answer.ok(changed(results, request.dryRun())));
  }

  private static ObjectNode changed(List<KeyBulk.Result> results, boolean dryRun) {
    ObjectNode body = Json.object().put("matched", results.size());
    long failed = results.stream().filter(result -> result.refusal() != null).count();
    body.put("changed", dryRun ? 0 : results.size() - failed).put("failed", failed);
    body.put("dryRun", dryRun);
    ArrayNode rows = body.putArray("results");
    for (KeyBulk.Result result : results) {
      LedgerException refusal = result.refusal();
      ObjectNode row = rows.addObject().put("id", result.key().id().toString());
      row.put("name", result.key().name());
      row.put("status", refusal != null ? "failed" : dryRun ? "matched" : "changed");
      if (refusal != null) {
        row.putObject("error")
            .put("code", refusal.reason().name().toLowerCase(Locale.ROOT))
            .put("detail", refusal.getMessage());
      }
    }
    return body;
  }

  private Future<Answer> importAll(Call call) {
    call.faults().refuseIfAny();
    List<JsonNode> items = new ArrayList<>();
    call.body().path("items").forEach(items::add);
    return imports
        .run(call.caller(), items)
        .map(results -> Answer.ok(imported(results, call.language())));
  }

  private ObjectNode imported(List<ImportResult> results, Language language) {
    ObjectNode body = Json.object();
    long failed = results.stream().filter(result -> result.refusal() != null).count();
    body.put("created", results.size() - failed).put("failed", failed);
    ArrayNode rows = body.putArray("results");
    for (int i = 0; i < results.size(); i++) {
      ImportResult result = results.get(i);
      ObjectNode row = rows.addObject().put("index", i);
      if (result.id() != null) {
        row.put("status", "created").put("id", result.id().toString());
      } else if (result.refusal() != null) {
        row.put("status", "failed").set("error", error(result.refusal(), language));
      }
    }
    return body;
  }

  private ObjectNode error(Problem problem, Language language) {
    ObjectNode error = Json.object();
    error.put("code", problem.code().word()).put("detail", messages.detail(language, problem));
    ArrayNode errors = error.putArray("errors");
    problem
        .faults()
        .forEach(
            fault ->
                errors
                    .addObject()
                    .put("pointer", fault.pointer())
                    .put("code", fault.code().word())
                    .put("detail", messages.fault(language, fault)));
    return error;
  }

  private Future<Answer> secrets(Call call) {
    return keys.read(call.caller().tenant(), call.keyId())
        .map(
            key ->
                Answer.ok(ListJson.whole(key.secrets(), secret -> json.secret(key, secret)))
                    .tagged(key));
  }

  private Future<Answer> cancel(Call call) {
    UUID secret;
    try {
      secret = UUID.fromString(call.path().getOrDefault("rotation", ""));
    } catch (IllegalArgumentException notAUuid) {
      throw Problem.of(ProblemCode.NOT_FOUND);
    }
    return keys.cancelRotation(call.caller(), call.keyId(), call.ifVersion(), secret)
        .map(
            key -> {
              ObjectNode body = Json.object();
              body.set("key", json.write(key));
              return Answer.ok(body).tagged(key);
            });
  }
}
