// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.self;

import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;

/** A JSON object of a few members, or nothing at all, which counts as an empty one. */
final class SmallBody {
  private static final int MOST_DIGITS = 4;

  private SmallBody() {}

  /** Fails with BODY_TOO_LARGE for 10,000 bytes or more, or VALIDATION_FAILED. */
  static Future<JsonObject> of(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    boolean chunked = request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
    if (chunked || (length != null && length.length() > MOST_DIGITS)) {
      return Future.failedFuture(Refusal.because(Reason.BODY_TOO_LARGE));
    }
    if (length == null || length.equals("0")) {
      return Future.succeededFuture(new JsonObject());
    }
    if (request.headers().contains(HttpHeaders.EXPECT)) {
      request.response().writeContinue();
    }
    request.resume();
    return request.body().compose(SmallBody::parse);
  }

  private static Future<JsonObject> parse(Buffer body) {
    try {
      return Future.succeededFuture(new JsonObject(body));
    } catch (DecodeException noObject) {
      return Future.failedFuture(Refusal.because(Reason.VALIDATION_FAILED));
    }
  }
}
