// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** The opening handshake of a WebSocket over HTTP/1.1, both sides of it (RFC 6455, section 4). */
final class WebSocketRules {
  private static final String WEBSOCKET = "websocket";
  private static final String KEY = "Sec-WebSocket-Key";
  private static final String VERSION = "Sec-WebSocket-Version";
  private static final String ACCEPT = "Sec-WebSocket-Accept";
  private static final String MAGIC = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final int KEY_BYTES = 16;
  private static final int SWITCHING_PROTOCOLS = 101;

  private WebSocketRules() {}

  /** Whether this asks for a WebSocket; any other upgrade is no more than a plain request. */
  static boolean isAskedFor(HttpServerRequest request) {
    return WEBSOCKET.equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE))
        && request.version() == HttpVersion.HTTP_1_1
        && names(request.headers(), "upgrade");
  }

  /**
   * Requires one that every server reads in the same way.
   *
   * @throws Refusal for any other
   */
  static void require(HttpServerRequest request) {
    MultiMap headers = request.headers();
    boolean plain =
        request.method().equals(HttpMethod.GET)
            && !BodyFraming.hasBody(request)
            && headers.getAll(HttpHeaders.UPGRADE).size() == 1
            && headers.getAll(KEY).size() == 1
            && headers.getAll(VERSION).size() == 1
            && "13".equals(headers.get(VERSION))
            && isKey(headers.get(KEY));
    if (!plain) {
      throw Refusal.because(Reason.BAD_REQUEST);
    }
  }

  /** Asks the backend, in the name of the client. */
  static void ask(BiConsumer<CharSequence, CharSequence> toBackend) {
    toBackend.accept(HttpHeaders.CONNECTION, "Upgrade");
    toBackend.accept(HttpHeaders.UPGRADE, WEBSOCKET);
  }

  /** Whether the backend agreed to this very handshake. */
  static boolean isAgreed(HttpServerRequest request, UpstreamAnswer answer) {
    return answer.status() == SWITCHING_PROTOCOLS
        && WEBSOCKET.equalsIgnoreCase(answer.fields().get(HttpHeaders.UPGRADE))
        && accept(request.getHeader(KEY)).equals(answer.fields().get(ACCEPT));
  }

  private static boolean names(MultiMap headers, String token) {
    for (String field : headers.getAll(HttpHeaders.CONNECTION)) {
      for (String word : field.split(",", -1)) {
        if (word.strip().equalsIgnoreCase(token)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isKey(@Nullable String key) {
    try {
      return key != null && Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  private static String accept(String key) {
    try {
      byte[] joined = (key + MAGIC).getBytes(StandardCharsets.US_ASCII);
      return Base64.getEncoder().encodeToString(MessageDigest.getInstance("SHA-1").digest(joined));
    } catch (NoSuchAlgorithmException everyPlatformHasIt) {
      throw new IllegalStateException(everyPlatformHasIt);
    }
  }
}
