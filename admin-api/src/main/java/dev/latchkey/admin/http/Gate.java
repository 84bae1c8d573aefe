// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.access.Budget;
import dev.latchkey.admin.access.Principal;
import dev.latchkey.admin.http.BodyReader.Body;
import dev.latchkey.admin.http.Operation.Need;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.keys.Caller;
import dev.latchkey.admin.openapi.ApiDocument;
import dev.latchkey.admin.openapi.QuerySchema;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Faults;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.Actor;
import dev.latchkey.keys.Tenant;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.Future;
import io.vertx.core.http.HttpServerRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The way from a request to its endpoint: first who it is and whether they may, before a single
 * byte of the body is looked at; then what was sent. Runs on the listener's event loop.
 */
public final class Gate {
  private static final int LONGEST_IDEMPOTENCY_KEY = 200;

  private static final Principal NOBODY =
      new Principal(new Tenant("-"), new Actor(Actor.Type.SYSTEM, "-", "-"), Set.of(), Set.of());

  private final Authentication authentication;
  private final Budget strangers;
  private final ApiDocument document;
  private final BodyReader bodies;

  /**
   * @param strangers calls of each source that need not say who it is
   */
  Gate(Authentication authentication, Budget strangers, ApiDocument document, BodyReader bodies) {
    this.authentication = authentication;
    this.strangers = strangers;
    this.document = document;
    this.bodies = bodies;
  }

  /** The answer of the operation, or a failed future. Never throws. */
  Future<Answer> pass(Exchange exchange, Operation operation, Map<String, String> path) {
    HttpServerRequest request = exchange.request();
    // Nothing of the body may arrive, and get lost, while it is found out who calls.
    request.pause();
    return Future.succeededFuture()
        .compose(begin -> admit(exchange, operation.need()))
        .compose(
            principal ->
                bodies
                    .read(request, operation.body())
                    .map(body -> call(exchange, operation, path, principal, body)))
        .onFailure(refused -> request.resume())
        .compose(operation.endpoint()::handle);
  }

  private Call call(
      Exchange exchange,
      Operation operation,
      Map<String, String> path,
      Principal principal,
      Body sent) {
    ObjectNode body = sent.object();
    HttpServerRequest request = exchange.request();
    Faults queryFaults = new Faults();
    ObjectNode query = document.query(operation.id()).read(parameters(request.uri()), queryFaults);
    queryFaults.refuseIfAny();
    Faults faults = new Faults();
    String schema = operation.body().schema();
    if (schema != null) {
      document.schema(schema).check(body, faults);
    }
    return new Call(
        new Caller(principal, exchange.id(), Sent.address(request)),
        path,
        new Members(query, QuerySchema.pointer(), queryFaults),
        body,
        faults,
        IfMatch.versions(request.headers().getAll("If-Match")),
        idempotencyKey(request),
        exchange.language(),
        Sent.of(request, sent.raw()));
  }

  private Future<Principal> admit(Exchange exchange, Need need) {
    HttpServerRequest request = exchange.request();
    if (need instanceof Need.Nothing) {
      if (!strangers.spend(Sent.source(Sent.address(request)))) {
        throw Problem.of(ProblemCode.RATE_LIMITED);
      }
      authentication.requireOwnOrigin(request);
      return Future.succeededFuture(NOBODY);
    }
    return authentication.principal(request, exchange.id()).map(found -> permitted(found, need));
  }

  private static Principal permitted(Optional<Principal> found, Need need) {
    Principal principal = found.orElseThrow(() -> Problem.of(ProblemCode.UNAUTHENTICATED));
    if (need instanceof Need.Holding holding && !principal.may(holding.permission())) {
      throw Problem.of(
          ProblemCode.PERMISSION_DENIED,
          "You do not hold the permission " + holding.permission().word() + ".");
    }
    if (need instanceof Need.HoldingAny any
        && any.permissions().stream().noneMatch(principal::may)) {
      throw Problem.of(ProblemCode.PERMISSION_DENIED);
    }
    return principal;
  }

  private static Map<String, List<String>> parameters(String uri) {
    try {
      return new QueryStringDecoder(uri).parameters();
    } catch (IllegalArgumentException badEscape) {
      throw Problem.of(ProblemCode.VALIDATION_FAILED, QuerySchema.pointer(), FaultCode.INVALID);
    }
  }

  /** Reads the key with or without the quotes of a structured field. */
  private static @Nullable String idempotencyKey(HttpServerRequest request) {
    List<String> values = request.headers().getAll("Idempotency-Key");
    if (values.isEmpty()) {
      return null;
    }
    String key = values.get(0).strip();
    if (key.length() > 1 && key.startsWith("\"") && key.endsWith("\"")) {
      key = key.substring(1, key.length() - 1);
    }
    boolean wellFormed =
        values.size() == 1
            && !key.isEmpty()
            && key.length() <= LONGEST_IDEMPOTENCY_KEY
            && key.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"');
    if (!wellFormed) {
      throw Problem.of(
          ProblemCode.VALIDATION_FAILED,
          "/header/Idempotency-Key",
          FaultCode.INVALID_IDEMPOTENCY_KEY,
          String.valueOf(LONGEST_IDEMPOTENCY_KEY));
    }
    return key;
  }
}
