// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.forward.client.Fields;
import io.netty.util.AsciiString;
import io.vertx.core.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;

/**
 * W3C Trace Context: a valid traceparent goes on with its tracestate; an invalid or missing one
 * starts a new trace, and then no tracestate is passed on.
 */
final class TraceContext {
  private static final CharSequence PARENT = HttpHeaders.createOptimized("traceparent");
  private static final CharSequence STATE = HttpHeaders.createOptimized("tracestate");
  private static final int LENGTH = 55;
  private static final byte[] NOTHING_KNOWN =
      "00-00000000000000000000000000000000-0000000000000000-00".getBytes(StandardCharsets.US_ASCII);

  private TraceContext() {}

  static void write(Exchange exchange, Fields in, BiConsumer<CharSequence, CharSequence> out) {
    String parent = in.get(PARENT);
    if (parent != null && isValid(parent) && in.getAll(PARENT).size() == 1) {
      out.accept(PARENT, parent);
      for (String state : in.getAll(STATE)) {
        out.accept(STATE, state);
      }
    } else {
      out.accept(PARENT, begin(exchange));
    }
  }

  /** The request id is the trace id where it has that form, so that one leads to the other. */
  private static CharSequence begin(Exchange exchange) {
    String id = exchange.id();
    if (id.length() == 32 && isHex(id, 0, 32) && isHex(id, 16, 32)) {
      byte[] text = NOTHING_KNOWN.clone();
      for (int i = 0; i < 32; i++) {
        text[3 + i] = (byte) id.charAt(i);
      }
      System.arraycopy(text, 3 + 16, text, 36, 16);
      return new AsciiString(text, false);
    }
    SplittableRandom random = new SplittableRandom(id.hashCode() ^ exchange.startedNanos());
    HexFormat hex = HexFormat.of();
    return "00-"
        + hex.toHexDigits(random.nextLong())
        + hex.toHexDigits(random.nextLong() | 1)
        + '-'
        + hex.toHexDigits(random.nextLong() | 1)
        + "-00";
  }

  /** Version 00: {@code 00-<32 hex>-<16 hex>-<2 hex>}, lower case, no id all zeros. */
  static boolean isValid(String parent) {
    return parent.length() == LENGTH
        && parent.startsWith("00-")
        && parent.charAt(35) == '-'
        && parent.charAt(52) == '-'
        && isHex(parent, 3, 35)
        && isHex(parent, 36, 52)
        && isHex(parent, 53, 55);
  }

  /** Lower-case hexadecimal, and not all zeros where it is an id. */
  private static boolean isHex(String text, int from, int to) {
    boolean zero = true;
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (!(c >= '0' && c <= '9') && !(c >= 'a' && c <= 'f')) {
        return false;
      }
      zero &= c == '0';
    }
    return !zero || to - from == 2;
  }
}
