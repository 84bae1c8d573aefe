// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.handler.codec.http.HttpHeaders;
import io.vertx.core.http.impl.headers.HeadersAdaptor;

/** The decoder's fields, in the shape of Vert.x's. One event loop. */
final class AnswerFields extends HeadersAdaptor {
  private final HttpHeaders decoded;

  AnswerFields(HttpHeaders decoded) {
    super(decoded);
    this.decoded = decoded;
  }

  HttpHeaders decoded() {
    return decoded;
  }
}
