// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.http;

import dev.latchkey.admin.problem.Language;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * A request with its id and the language of its answers.
 *
 * @param messages whether refusals repeat their detail a second time, as dialects do
 */
record Exchange(HttpServerRequest request, String id, Language language, boolean messages) {
  private static final int MAX_ID = 128;
  private static final int ID_BYTES = 16;

  /** Takes over the request id that came along if it is 1 to 128 visible ASCII characters. */
  static Exchange of(HttpServerRequest request, SecureRandom random) {
    String sent = request.getHeader("X-Request-Id");
    return new Exchange(
        request,
        isSane(sent) ? sent : made(random),
        Language.negotiate(request.getHeader("Accept-Language")),
        false);
  }

  Exchange withMessages(boolean on) {
    return new Exchange(request, id, language, on);
  }

  private static boolean isSane(@Nullable String id) {
    return id != null
        && !id.isEmpty()
        && id.length() <= MAX_ID
        && id.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '"' && c != '\\');
  }

  private static String made(SecureRandom random) {
    byte[] id = new byte[ID_BYTES];
    random.nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
