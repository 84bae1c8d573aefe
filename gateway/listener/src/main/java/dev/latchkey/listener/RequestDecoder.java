// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.util.AsciiString;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.impl.VertxHttpRequestDecoder;

/**
 * Vert.x's decoder of requests, without its short way to common names: that takes any name for
 * another whose ninth byte alone differs (CVE-2026-102479), so that a field which is none would
 * frame the body. Here names are compared to the last byte. One per connection.
 */
final class RequestDecoder extends VertxHttpRequestDecoder {
  private static final String GET = "GET";
  private static final String HTTP_1_1 = "HTTP/1.1";

  RequestDecoder(HttpServerOptions options) {
    super(options);
  }

  @Override
  protected AsciiString splitHeaderName(byte[] line, int start, int length) {
    return KnownNames.name(line, start, length);
  }

  @Override
  protected String splitFirstWordInitialLine(byte[] line, int start, int length) {
    return is(GET, line, start, length)
        ? GET
        : super.splitFirstWordInitialLine(line, start, length);
  }

  @Override
  protected String splitThirdWordInitialLine(byte[] line, int start, int length) {
    return is(HTTP_1_1, line, start, length)
        ? HTTP_1_1
        : super.splitThirdWordInitialLine(line, start, length);
  }

  private static boolean is(String text, byte[] line, int start, int length) {
    boolean same = length == text.length();
    for (int i = 0; same && i < length; i++) {
      same = line[start + i] == text.charAt(i);
    }
    return same;
  }
}
