// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.limit.Decision;
import dev.latchkey.gateway.limit.RateLimitFields;
import dev.latchkey.gateway.refusal.RateFields;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;

/**
 * Writes an upstream's answer to the client: what is short and of known length in one piece, all
 * else as a stream with back-pressure. One event loop.
 */
final class ResponseWriter {
  /** Bodies up to this length are written together with their head: one system call, not two. */
  private static final int ONE_PIECE = 16 * 1_024;

  private static final int NOT_MODIFIED = HttpResponseStatus.NOT_MODIFIED.code();
  private static final CharSequence REQUEST_ID = HttpHeaders.createOptimized("X-Request-Id");

  private final HeaderRules rules;

  ResponseWriter(HeaderRules rules) {
    this.rules = rules;
  }

  /**
   * The head was written by the rules; adds our own fields and sends the rest.
   *
   * @param delivery may hear of more than one failure
   */
  void write(Admission admission, UpstreamAnswer from, Delivery delivery) {
    HttpServerResponse response = admission.caller().exchange().response();
    own(admission, response.headers());
    long length =
        isBodyless(admission, from.status())
            ? 0
            : BodyFraming.length(from.fields().get(HttpHeaders.CONTENT_LENGTH));
    if (length == 0) {
      Delivery.of(response.end(), delivery);
    } else if (length > 0 && length <= ONE_PIECE) {
      new OnePiece(from, response, delivery).start();
    } else {
      if (length < 0 && response.streamId() < 0) {
        chunk(admission, response);
      }
      new BodyStream(from, response, rules, delivery).start();
    }
  }

  /** A phrase is told only where it is another than is usual. */
  static void status(UpstreamAnswer from, HttpServerResponse to) {
    if (from.status() != to.getStatusCode()) {
      to.setStatusCode(from.status());
    }
    // With a phrase of the upstream's own, Vert.x takes 304 for an answer that has a length.
    boolean said = from.status() != NOT_MODIFIED && !from.phrase().isEmpty();
    if (said && !from.phrase().equals(to.getStatusMessage())) {
      to.setStatusMessage(from.phrase());
    }
  }

  /** Adds what is ours to a head. */
  void own(Admission admission, MultiMap headers) {
    headers.add(REQUEST_ID, admission.caller().exchange().id());
    if (!admission.decision().isUnlimited()) {
      rateFields(admission.decision(), headers);
    }
  }

  /** An HTTP/1.0 client is told the end by closing, even one that asked for the connection back. */
  private static void chunk(Admission admission, HttpServerResponse response) {
    if (admission.caller().exchange().request().version() == HttpVersion.HTTP_1_0) {
      response.headersEndHandler(
          v -> response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE));
    }
    response.setChunked(true);
  }

  private static boolean isBodyless(Admission admission, int status) {
    return status == 204
        || status == 304
        || admission.caller().exchange().request().method().equals(HttpMethod.HEAD);
  }

  /** Ours first, then what the upstream said of its own limits: both apply. */
  private static void rateFields(Decision decision, MultiMap headers) {
    String theirPolicy = joined(headers, RateFields.POLICY);
    String theirStanding = joined(headers, RateFields.STANDING);
    RateLimitFields.of(decision).followedBy(theirPolicy, theirStanding).onto(headers);
  }

  private static String joined(MultiMap headers, CharSequence name) {
    return headers.contains(name) ? String.join(", ", headers.getAll(name)) : "";
  }
}
