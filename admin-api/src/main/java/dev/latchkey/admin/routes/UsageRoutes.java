// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.USAGE_READ;
import static io.vertx.core.http.HttpMethod.GET;

import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.usage.UsageViews;
import dev.latchkey.keys.KeyLedger;
import io.vertx.core.Future;
import java.util.List;

/** What keys were used for. */
public final class UsageRoutes {
  private static final String BASE = "/admin/v1";

  private final KeyLedger ledger;
  private final UsageViews usage;

  public UsageRoutes(KeyLedger ledger, UsageViews usage) {
    this.ledger = ledger;
    this.usage = usage;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        get("/usage", "getUsage", this::ofTenant),
        get("/keys/{id}/usage", "getKeyUsage", this::ofKey),
        get("/keys/{id}/advice", "getKeyAdvice", this::advice));
  }

  private Future<Answer> ofTenant(Call call) {
    return usage.ofTenant(call.caller().tenant(), call.query()).map(Answer::ok);
  }

  private Future<Answer> ofKey(Call call) {
    return ledger
        .read(call.caller().tenant(), call.keyId())
        .compose(key -> usage.ofKey(call.caller().tenant(), key.id(), call.query()))
        .map(Answer::ok);
  }

  private Future<Answer> advice(Call call) {
    return ledger
        .read(call.caller().tenant(), call.keyId())
        .compose(key -> usage.advice(call.caller().tenant(), key))
        .map(Answer::ok);
  }

  private static Operation get(String path, String id, Endpoint endpoint) {
    return Operation.of(GET, BASE + path, id, USAGE_READ, BodyKind.NONE, endpoint);
  }
}
