// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.routes;

import static dev.latchkey.admin.access.Permission.AUDIT_READ;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.audit.AuditTrail;
import dev.latchkey.admin.http.Answer;
import dev.latchkey.admin.http.Call;
import dev.latchkey.admin.http.Endpoint;
import dev.latchkey.admin.http.Operation;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.Tenant;
import io.vertx.core.Future;
import io.vertx.core.http.HttpMethod;
import java.util.List;
import java.util.stream.Stream;

/** What happened in a tenant: to look at, and to take away and check. */
public final class AuditRoutes {
  private static final List<String> PAGED =
      List.of("targetId", "action", "actorId", "from", "until", "limit", "cursor");

  private final AuditTrail audit;

  public AuditRoutes(AuditTrail audit) {
    this.audit = audit;
  }

  /** The table. */
  public List<Operation> operations() {
    return List.of(
        get("/audit-events", "listAuditEvents", this::events),
        get("/audit-checkpoints", "listAuditCheckpoints", this::checkpoints));
  }

  private Future<Answer> events(Call call) {
    Tenant tenant = call.caller().tenant();
    if (!"ndjson".equals(call.query().text("format"))) {
      return audit.page(tenant, null, call.query()).map(Answer::ok);
    }
    // A chain with holes proves nothing, so an export is always whole.
    Stream<String> given = PAGED.stream().filter(call.query()::has);
    given.forEach(name -> call.query().fault(name, FaultCode.NOT_IN_EXPORT));
    call.query().faults().refuseIfAny();
    return Future.succeededFuture(Answer.lines(audit.export(tenant)::next));
  }

  private Future<Answer> checkpoints(Call call) {
    Future<ObjectNode> body = audit.checkpoints(call.caller().tenant());
    return body.map(Answer::ok);
  }

  private static Operation get(String path, String id, Endpoint endpoint) {
    return Operation.of(
        HttpMethod.GET, "/admin/v1" + path, id, AUDIT_READ, BodyKind.NONE, endpoint);
  }
}
