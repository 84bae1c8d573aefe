// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.problem.Fault;
import dev.latchkey.admin.problem.Language;
import dev.latchkey.admin.problem.Messages;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import dev.latchkey.keys.LedgerException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes every answer of the admin API: the only class that knows what a refusal looks like. */
public final class AnswerWriter {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerWriter.class);
  private static final String RETRY_SECONDS = "2";
  private static final String PATIENCE_SECONDS = "60";
  private static final String YEAR = "max-age=31536000";

  /** Bytes that a refused client may still send on; beyond them the connection is given up. */
  private static final long WORTH_DRAINING = 65_536;

  private static final long LAST_WORDS_MILLIS = 1_000;

  private final Vertx vertx;
  private final Messages messages;

  public AnswerWriter(Vertx vertx, Messages messages) {
    this.vertx = vertx;
    this.messages = messages;
  }

  void write(Exchange exchange, Answer answer) {
    HttpServerResponse response = exchange.request().response();
    if (response.ended() || response.closed()) {
      return;
    }
    begin(exchange, answer.status());
    answer.headers().forEach(response::putHeader);
    if (!answer.cookies().isEmpty()) {
      response.putHeader("Set-Cookie", answer.cookies());
    }
    if (answer.lines() != null && HttpMethod.HEAD.equals(exchange.request().method())) {
      response.putHeader("Content-Type", "application/x-ndjson").end();
      return;
    }
    if (answer.lines() != null) {
      response.setChunked(true).putHeader("Content-Type", "application/x-ndjson");
      writeOn(exchange, answer.lines());
      return;
    }
    end(exchange.request(), "application/json", answer.body());
  }

  /** A portion at a time, each when the one before is on its way; broken off when one fails. */
  private static void writeOn(Exchange exchange, Answer.Lines lines) {
    HttpServerResponse response = exchange.request().response();
    lines
        .next()
        .compose(
            portion -> {
              if (portion.isEmpty() || response.closed()) {
                return response.closed() ? Future.succeededFuture() : response.end();
              }
              return response
                  .write(String.join("\n", portion) + "\n")
                  .onSuccess(written -> writeOn(exchange, lines));
            })
        .onFailure(
            failure -> {
              LOG.warn("Request {} was broken off: {}", exchange.id(), failure.getMessage());
              exchange.request().connection().close();
            });
  }

  /** Writes a refusal or, for what is none, 500; a defect is logged once, under the request id. */
  void write(Exchange exchange, Throwable failure) {
    HttpServerResponse response = exchange.request().response();
    Problem problem = problem(exchange, failure);
    if (response.ended() || response.closed() || response.headWritten()) {
      return;
    }
    begin(exchange, problem.code().status());
    switch (problem.code()) {
      case UNAUTHENTICATED -> response.putHeader("WWW-Authenticate", challenge(exchange.request()));
      case UNAVAILABLE -> response.putHeader("Retry-After", RETRY_SECONDS);
      case RATE_LIMITED -> response.putHeader("Retry-After", PATIENCE_SECONDS);
      default -> {}
    }
    if (!isWorthDraining(exchange.request())) {
      giveUp(exchange.request());
    }
    end(exchange.request(), "application/problem+json", body(exchange, problem));
  }

  private static boolean isWorthDraining(HttpServerRequest request) {
    return request.isEnded()
        || (request.getHeader("Transfer-Encoding") == null
            && BodyReader.declaredLength(request) <= WORTH_DRAINING);
  }

  /** Ends the connection, but lets the client read why before its unread bytes reset it. */
  private void giveUp(HttpServerRequest request) {
    request.response().putHeader("Connection", "close");
    vertx.setTimer(LAST_WORDS_MILLIS, end -> request.connection().close());
  }

  private ObjectNode body(Exchange exchange, Problem problem) {
    Language language = exchange.language();
    ProblemCode code = problem.code();
    String detail = messages.detail(language, problem);
    ObjectNode body = Json.object();
    body.put("type", code.type())
        .put("title", messages.title(language, code))
        .put("status", code.status())
        .put("detail", detail)
        .put("instance", exchange.request().path())
        .put("code", code.word())
        .put("requestId", exchange.id());
    if (exchange.messages()) {
      body.put("message", detail);
    }
    if (!problem.faults().isEmpty()) {
      ArrayNode errors = body.putArray("errors");
      problem.faults().forEach(fault -> errors.add(error(language, fault)));
    }
    return body;
  }

  private ObjectNode error(Language language, Fault fault) {
    return Json.object()
        .put("pointer", fault.pointer())
        .put("code", fault.code().word())
        .put("detail", messages.fault(language, fault));
  }

  private static Problem problem(Exchange exchange, Throwable failure) {
    if (failure instanceof Problem problem) {
      return problem;
    }
    if (failure instanceof LedgerException refusal) {
      return problem(refusal);
    }
    LOG.error("Request {} failed", exchange.id(), failure);
    return Problem.of(ProblemCode.INTERNAL_ERROR);
  }

  private static Problem problem(LedgerException refusal) {
    String detail = refusal.getMessage();
    return switch (refusal.reason()) {
      case NOT_FOUND -> Problem.of(ProblemCode.NOT_FOUND);
      case NAME_TAKEN -> Problem.of(ProblemCode.NAME_TAKEN);
      case INVALID_STATE -> Problem.of(ProblemCode.INVALID_STATE, detail);
      case ROTATION_IN_PROGRESS -> Problem.of(ProblemCode.ROTATION_IN_PROGRESS, detail);
      case PRECONDITION_FAILED -> Problem.of(ProblemCode.PRECONDITION_FAILED);
      case UNKNOWN_CONSUMER -> Problem.of(ProblemCode.VALIDATION_FAILED, detail);
      case RETRY_RUNNING, RETRY_KNOWN -> Problem.of(ProblemCode.IDEMPOTENCY_IN_FLIGHT);
      case DUPLICATE_SECRET, UNAVAILABLE -> Problem.of(ProblemCode.UNAVAILABLE);
    };
  }

  private static void begin(Exchange exchange, int status) {
    if (exchange.request().isSSL()) {
      exchange.request().response().putHeader("Strict-Transport-Security", YEAR);
    }
    exchange
        .request()
        .response()
        .setStatusCode(status)
        .putHeader("X-Request-Id", exchange.id())
        .putHeader("Cache-Control", "no-store")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
  }

  /** To HEAD everything but the body (RFC 9110, 9.3.2). */
  private static void end(HttpServerRequest request, String type, @Nullable JsonNode body) {
    HttpServerResponse response = request.response();
    if (body == null) {
      response.end();
      return;
    }
    Buffer bytes = Buffer.buffer(Json.bytes(body));
    response.putHeader("Content-Type", type);
    if (HttpMethod.HEAD.equals(request.method())) {
      response.putHeader("Content-Length", String.valueOf(bytes.length())).end();
    } else {
      response.end(bytes);
    }
  }

  private static String challenge(HttpServerRequest request) {
    String realm = "Bearer realm=\"latchkey-admin\"";
    return request.headers().contains("Authorization")
        ? realm + ", error=\"invalid_token\""
        : realm;
  }
}
