// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.calls;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.paging.ListJson;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyLedger;
import dev.latchkey.keys.LedgerException;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.calls.CallRecord;
import dev.latchkey.keys.calls.CallRecords;
import dev.latchkey.keys.calls.CallRecords.Source;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about single calls, for as long as they are kept. What nobody's key came with
 * is told without address and path: its request id may have been guessed. Any event loop.
 */
public final class CallViews {
  private static final int MOST = 200;

  private final KeyLedger keys;
  private final CallRecords records;
  private final Messages messages;
  private final Duration kept;
  private final InstantSource clock;

  /**
   * @param kept how far back to look
   */
  public CallViews(
      KeyLedger keys, CallRecords records, Messages messages, Duration kept, InstantSource clock) {
    this.keys = keys;
    this.records = records;
    this.messages = messages;
    this.kept = kept;
    this.clock = clock;
  }

  /** Why the request of this id was refused; not found where it was not, or is not kept. */
  public Future<ObjectNode> refusal(Tenant tenant, String requestId, Language language) {
    return records
        .refusal(tenant, requestId, since())
        .compose(
            found -> {
              CallRecord refusal = found.orElseThrow(() -> Problem.of(ProblemCode.NOT_FOUND));
              return keyOf(tenant, refusal.key()).map(key -> explained(refusal, key, language));
            });
  }

  /** What a key did of late, newest first. */
  public Future<ObjectNode> recent(Tenant tenant, KeyId key) {
    return keys.read(tenant, key)
        .compose(known -> records.recent(tenant, key, since(), MOST))
        .map(calls -> ListJson.whole(calls, CallViews::call));
  }

  /** From where a key was used, and on which routes. */
  public Future<ObjectNode> sources(Tenant tenant, KeyId key) {
    return keys.read(tenant, key)
        .compose(known -> records.sources(tenant, key, since(), MOST))
        .map(sources -> ListJson.whole(sources, CallViews::source));
  }

  private Instant since() {
    return clock.instant().minus(kept);
  }

  /** Null for none, and for one that was purged meanwhile. */
  private Future<@Nullable ApiKey> keyOf(Tenant tenant, @Nullable KeyId id) {
    if (id == null) {
      return Future.succeededFuture(null);
    }
    return keys.read(tenant, id)
        .recover(
            fault ->
                fault instanceof LedgerException ledger
                        && ledger.reason() == LedgerException.Reason.NOT_FOUND
                    ? Future.succeededFuture(null)
                    : Future.failedFuture(fault));
  }

  private ObjectNode explained(CallRecord refusal, @Nullable ApiKey key, Language language) {
    Why why = Why.of(refusal);
    String detail = messages.text(language, why.key(), List.of(named(refusal)));
    ObjectNode json = call(refusal);
    json.put("why", why.name().toLowerCase(Locale.ROOT));
    json.put("detail", detail);
    if (key != null) {
      json.put("keyId", key.id().toString());
      json.put("keyName", key.name());
      json.put("profile", key.profile());
    }
    ArrayNode trace = json.putArray("trace");
    why.passed(refusal.key() != null)
        .forEach(check -> trace.addObject().put("check", check).put("ok", true));
    trace.addObject().put("check", why.check()).put("ok", false).put("detail", detail);
    return json;
  }

  private static String named(CallRecord call) {
    return String.join(", ", call.named());
  }

  private static ObjectNode call(CallRecord call) {
    ObjectNode json = Json.object();
    json.put("time", Json.instant(call.at()));
    json.put("requestId", call.requestId());
    json.put("status", call.status());
    json.put("code", call.code());
    json.put("cause", call.cause());
    json.put("route", call.route());
    json.put("method", call.method());
    if (call.key() != null) {
      json.put("path", call.path());
      json.put("client", call.client());
    }
    if ("insufficient_scope".equals(call.code())) {
      json.set("requiredScopes", Json.array(call.named()));
    } else if (!call.named().isEmpty()) {
      json.set("violatedPolicies", Json.array(call.named()));
    }
    if (call.shadow() != null) {
      json.put("shadow", call.shadow());
    }
    json.put("durationMs", call.durationMicros() / 1_000.0);
    return json;
  }

  private static ObjectNode source(Source source) {
    return Json.object()
        .put("client", source.client())
        .put("route", source.route())
        .put("calls", source.calls())
        .put("lastAt", Json.instant(source.lastAt()));
  }
}
