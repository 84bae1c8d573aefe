// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.refusal.Reason;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/**
 * Refusals in the words of gRPC: a head without a body that carries the status, for a client of
 * gRPC looks at nothing else (gRPC over HTTP/2, "Trailers-Only").
 */
final class GrpcRefusal {
  private static final String GRPC = "application/grpc";
  private static final String STATUS = "grpc-status";
  private static final String MESSAGE = "grpc-message";

  private static final int DEADLINE_EXCEEDED = 4;
  private static final int PERMISSION_DENIED = 7;
  private static final int RESOURCE_EXHAUSTED = 8;
  private static final int UNIMPLEMENTED = 12;
  private static final int INTERNAL = 13;
  private static final int UNAVAILABLE = 14;
  private static final int UNAUTHENTICATED = 16;

  /** Of the answer, whatever the status of the call. */
  static final int HTTP_STATUS = 200;

  private GrpcRefusal() {}

  /** Whether the caller speaks gRPC. */
  static boolean isAskedFor(HttpServerRequest request) {
    String type = request.getHeader(HttpHeaders.CONTENT_TYPE);
    return type != null
        && type.startsWith(GRPC)
        && (type.length() == GRPC.length() || "+;".indexOf(type.charAt(GRPC.length())) >= 0)
        && request.response().streamId() >= 0;
  }

  /** Fills the head; nothing follows it. */
  static void fill(MultiMap head, Reason reason) {
    head.set(HttpHeaders.CONTENT_TYPE, GRPC);
    head.set(STATUS, Integer.toString(status(reason)));
    head.set(MESSAGE, reason.code());
  }

  private static int status(Reason reason) {
    return switch (reason.status()) {
      case 401 -> UNAUTHENTICATED;
      case 403 -> PERMISSION_DENIED;
      case 404, 405 -> UNIMPLEMENTED;
      case 408, 504 -> DEADLINE_EXCEEDED;
      case 413, 429 -> RESOURCE_EXHAUSTED;
      case 502, 503 -> UNAVAILABLE;
      default -> INTERNAL;
    };
  }
}
