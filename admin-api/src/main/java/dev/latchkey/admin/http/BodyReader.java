// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.http.Operation.BodyKind;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.admin.problem.Problem;
import dev.latchkey.admin.problem.ProblemCode;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the body of a paused request as a JSON object: at most 1 MiB, within 10 s, of the right
 * media type.
 */
final class BodyReader {
  /** Bytes of a body. */
  static final int MAX_BYTES = 1 << 20;

  private static final long PATIENCE_MILLIS = 10_000;

  private final Vertx vertx;

  BodyReader(Vertx vertx) {
    this.vertx = vertx;
  }

  /**
   * A body.
   *
   * @param object an empty one where none was sent and none is needed
   * @param raw the bytes, where the operation takes those
   */
  record Body(ObjectNode object, Buffer raw) {}

  Future<Body> read(HttpServerRequest request, BodyKind kind) {
    boolean none = kind.schema() == null && !kind.raw();
    if (none || (kind.optional() && isEmpty(request))) {
      request.resume();
      return Future.succeededFuture(new Body(Json.object(), Buffer.buffer()));
    }
    if (!isAcceptable(request, kind)) {
      return Future.failedFuture(Problem.of(ProblemCode.UNSUPPORTED_MEDIA_TYPE));
    }
    return bytes(request)
        .map(
            bytes ->
                kind.raw()
                    ? new Body(Json.object(), bytes)
                    : new Body(object(bytes), Buffer.buffer()));
  }

  private Future<Buffer> bytes(HttpServerRequest request) {
    if (declaredLength(request) > MAX_BYTES) {
      return Future.failedFuture(Problem.of(ProblemCode.PAYLOAD_TOO_LARGE));
    }
    if ("100-continue".equalsIgnoreCase(request.getHeader("Expect"))) {
      request.response().writeContinue();
    }
    Promise<Buffer> promise = Promise.promise();
    long timer =
        vertx.setTimer(
            PATIENCE_MILLIS, late -> promise.tryFail(Problem.of(ProblemCode.REQUEST_TIMEOUT)));
    Buffer body = Buffer.buffer();
    request.handler(
        chunk -> {
          if (body.length() + chunk.length() <= MAX_BYTES) {
            body.appendBuffer(chunk);
          } else {
            promise.tryFail(Problem.of(ProblemCode.PAYLOAD_TOO_LARGE));
          }
        });
    request.exceptionHandler(broken -> promise.tryFail(Problem.of(ProblemCode.BAD_REQUEST)));
    request.endHandler(end -> promise.tryComplete(body));
    request.resume();
    return promise.future().onComplete(done -> vertx.cancelTimer(timer));
  }

  private static ObjectNode object(Buffer body) {
    JsonNode node;
    try {
      node = StrictJson.parse(body.getBytes());
    } catch (MalformedJsonException malformed) {
      throw Problem.of(
          ProblemCode.VALIDATION_FAILED,
          "",
          FaultCode.MALFORMED_JSON,
          String.valueOf(malformed.getMessage()));
    }
    if (node instanceof ObjectNode object) {
      return object;
    }
    throw Problem.of(ProblemCode.VALIDATION_FAILED, "", FaultCode.WRONG_TYPE, "object");
  }

  private static boolean isEmpty(HttpServerRequest request) {
    return request.getHeader("Transfer-Encoding") == null && declaredLength(request) == 0;
  }

  static long declaredLength(HttpServerRequest request) {
    String length = request.getHeader("Content-Length");
    try {
      return length == null ? 0 : Long.parseLong(length);
    } catch (NumberFormatException absurd) {
      return Long.MAX_VALUE;
    }
  }

  private static boolean isAcceptable(HttpServerRequest request, BodyKind kind) {
    String encoding = request.getHeader("Content-Encoding");
    String type = request.getHeader("Content-Type");
    return (encoding == null || encoding.equalsIgnoreCase("identity"))
        && request.headers().getAll("Content-Type").size() == 1
        && isAcceptable(type, kind);
  }

  private static boolean isAcceptable(@Nullable String type, BodyKind kind) {
    if (type == null) {
      return false;
    }
    String[] parts = type.toLowerCase(Locale.ROOT).split(";", -1);
    String media = parts[0].strip();
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip();
      if (parameter.startsWith("charset=")
          && !parameter.equals("charset=utf-8")
          && !parameter.equals("charset=\"utf-8\"")) {
        return false;
      }
    }
    return media.equals("application/json")
        || (kind.mergePatch() && media.equals("application/merge-patch+json"));
  }
}
