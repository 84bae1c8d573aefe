// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/** Whether a request has a body, and how its end is told (RFC 9112, section 6.3). */
public final class BodyFraming {
  private BodyFraming() {}

  /**
   * Whether a body follows, or may follow, the head (RFC 9112, section 6; RFC 9113, section 8.1).
   */
  public static boolean hasBody(HttpServerRequest request) {
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    if (length != null) {
      return !length.equals("0");
    }
    return request.version() == HttpVersion.HTTP_2
        ? !request.isEnded()
        : request.headers().contains(HttpHeaders.TRANSFER_ENCODING);
  }

  /** Whether the client holds its body back until told to go on; HTTP/1.0 knows no such thing. */
  public static boolean expectsContinue(HttpServerRequest request) {
    return "100-continue".equalsIgnoreCase(request.getHeader(HttpHeaders.EXPECT))
        && request.version() != HttpVersion.HTTP_1_0;
  }

  /** Whether both sides may speak at any time, or be silent: a stream of unknown length. */
  public static boolean isConversation(HttpServerRequest request) {
    return request.version() == HttpVersion.HTTP_2
        && request.getHeader(HttpHeaders.CONTENT_LENGTH) == null;
  }

  /** The declared length; -1 for none or none that can be read. */
  public static long length(@Nullable String contentLength) {
    if (contentLength == null || contentLength.isEmpty() || contentLength.length() > 18) {
      return -1;
    }
    long length = 0;
    for (int i = 0; i < contentLength.length(); i++) {
      char c = contentLength.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      length = 10 * length + (c - '0');
    }
    return length;
  }
}
