// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Reason;
import io.netty.buffer.Unpooled;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.internal.buffer.BufferInternal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Problem documents, all but the request id prepared at class loading. Everything that is inserted
 * is of a character set without quotes or backslashes: ids, scope ids and limit names are checked
 * where they are made.
 */
final class ProblemBody {
  private static final Map<Reason, byte[]> BEGINNINGS = new EnumMap<>(Reason.class);

  static {
    for (Reason reason : Reason.values()) {
      BEGINNINGS.put(reason, beginning(reason, reason.detail()));
    }
  }

  private ProblemBody() {}

  static Buffer of(Failure failure, String requestId) {
    byte[] beginning = beginning(failure);
    byte[] id = requestId.getBytes(StandardCharsets.ISO_8859_1);
    byte[] ending = ending(failure).getBytes(StandardCharsets.ISO_8859_1);
    byte[] whole = Arrays.copyOf(beginning, beginning.length + id.length + ending.length);
    System.arraycopy(id, 0, whole, beginning.length, id.length);
    System.arraycopy(ending, 0, whole, beginning.length + id.length, ending.length);
    return BufferInternal.buffer(Unpooled.wrappedBuffer(whole));
  }

  private static byte[] beginning(Failure failure) {
    String detail = failure.detail();
    return detail == null
        ? Objects.requireNonNull(BEGINNINGS.get(failure.reason()))
        : beginning(failure.reason(), escaped(detail));
  }

  private static String ending(Failure failure) {
    List<String> named = failure.named();
    if (named.isEmpty()) {
      return "\"}";
    }
    String names = named.size() == 1 ? named.get(0) : String.join("\",\"", named);
    return failure.reason() == Reason.INSUFFICIENT_SCOPE
        ? "\",\"requiredScopes\":[\"" + names + "\"]}"
        : "\",\"violatedPolicies\":[\"" + names + "\"]}";
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
