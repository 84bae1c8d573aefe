// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.USAGE_READ;
import static io.vertx.core.http.HttpMethod.GET;

import dev.latchkey.admin.calls.CallViews;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import io.vertx.core.Future;
import java.util.List;

/** Single calls at the gateway. */
public final class CallRoutes {
  private static final String BASE = "/admin/v1";

  private final CallViews calls;

  public CallRoutes(CallViews calls) {
    this.calls = calls;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        get("/refusals/{requestId}", "getRefusal", this::refusal),
        get("/keys/{id}/calls", "listKeyCalls", this::recent),
        get("/keys/{id}/callers", "listKeyCallers", this::sources));
  }

  private Future<Answer> refusal(Call call) {
    String id = call.path().getOrDefault("requestId", "");
    return calls.refusal(call.caller().tenant(), id, call.language()).map(Answer::ok);
  }

  private Future<Answer> recent(Call call) {
    return calls.recent(call.caller().tenant(), call.keyId()).map(Answer::ok);
  }

  private Future<Answer> sources(Call call) {
    return calls.sources(call.caller().tenant(), call.keyId()).map(Answer::ok);
  }

  private static Operation get(String path, String id, Endpoint endpoint) {
    return Operation.of(GET, BASE + path, id, USAGE_READ, BodyKind.NONE, endpoint);
  }
}
