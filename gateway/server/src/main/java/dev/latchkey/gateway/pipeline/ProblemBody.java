// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Reason;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * Problem documents, all but the request id prepared at class loading. Everything that is inserted
 * is of a character set without quotes or backslashes: ids, scope ids and limit names are checked
 * where they are made.
 */
final class ProblemBody {
  private static final int USUAL_BYTES = 512;
  private static final Map<Reason, byte[]> BEGINNINGS = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BEGINNINGS.put(reason, beginning(reason, reason.detail()));
    }
  }

  private ProblemBody() {}

  static Buffer of(Failure failure, String requestId) {
    String detail = failure.detail();
    byte[] beginning =
        detail == null
            ? BEGINNINGS.get(failure.reason())
            : beginning(failure.reason(), escaped(detail));
    Buffer body = Buffer.buffer(USUAL_BYTES).appendBytes(beginning).appendString(requestId);
    List<String> named = failure.named();
    if (named.isEmpty()) {
      return body.appendString("\"}");
    }
    body.appendString(
        failure.reason() == Reason.INSUFFICIENT_SCOPE
            ? "\",\"requiredScopes\":[\""
            : "\",\"violatedPolicies\":[\"");
    for (int i = 0; i < named.size(); i++) {
      body.appendString(i == 0 ? "" : "\",\"").appendString(named.get(i));
    }
    return body.appendString("\"]}");
  }

  /** The configuration's words may be any. */
  private static String escaped(String detail) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(detail));
  }

  private static byte[] beginning(Reason reason, String detail) {
    String text =
        "{\"type\":\""
            + type(reason)
            + "\",\"title\":\""
            + reason.title()
            + "\",\"status\":"
            + reason.status()
            + ",\"detail\":\""
            + detail
            + "\",\"code\":\""
            + reason.code()
            + "\",\"requestId\":\"";
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** The registered type where there is one, a name of our own elsewhere. */
  private static String type(Reason reason) {
    return switch (reason) {
      case RATE_LIMITED, QUOTA_EXCEEDED ->
          "https://iana.org/assignments/http-problem-types#quota-exceeded";
      default -> "https://latchkey.dev/problems/" + reason.code().replace('_', '-');
    };
  }
}
