// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.http.HttpHeaders;

/**
 * The head of an answer in HTTP/1 (RFC 9112, section 4).
 *
 * @param minor version: 1 for HTTP/1.1, 0 for HTTP/1.0
 * @param status three digits, at least 100
 * @param phrase empty for none
 */
record AnswerHead(int minor, int status, String phrase, FieldList fields) {
  static final int SWITCHING_PROTOCOLS = 101;

  /** Whether another one follows that counts (RFC 9110, section 15.2). */
  boolean isInterim() {
    return status < 200 && status != SWITCHING_PROTOCOLS;
  }

  /** Whether the connection may be used again (RFC 9112, section 9.3). */
  boolean isPersistent() {
    return !fields.names(HttpHeaders.CONNECTION, "close")
        && (minor == 1 || fields.names(HttpHeaders.CONNECTION, "keep-alive"));
  }
}
