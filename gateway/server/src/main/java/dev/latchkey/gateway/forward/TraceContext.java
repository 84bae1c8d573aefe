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

  /** By character: comparing each would be a jump that no processor foresees. */
  private static final boolean[] IS_HEX = digits();

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
    if (id.length() == 32 && isHex(id, 0, 16) && isHexId(id, 16, 32)) {
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
        && isHexId(parent, 3, 35)
        && isHexId(parent, 36, 52)
        && isHex(parent, 53, 55);
  }

  /** Whether it is one in lower case, and not all zeros. */
  private static boolean isHexId(String text, int from, int to) {
    int nonZero = 0;
    for (int i = from; i < to; i++) {
      nonZero |= text.charAt(i) ^ '0';
    }
    return nonZero != 0 && isHex(text, from, to);
  }

  private static boolean isHex(String text, int from, int to) {
    for (int i = from; i < to; i++) {
      char c = text.charAt(i);
      if (c >= IS_HEX.length || !IS_HEX[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] digits() {
    boolean[] digits = new boolean[128];
    for (char c : "0123456789abcdef".toCharArray()) {
      digits[c] = true;
    }
    return digits;
  }
}
