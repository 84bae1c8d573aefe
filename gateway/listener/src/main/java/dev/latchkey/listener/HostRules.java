// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import static dev.latchkey.listener.MalformedRequestException.bad;

import io.netty.buffer.ByteBuf;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;

/**
 * One host name or address, and perhaps a port (RFC 9110, section 7.2; RFC 3986, section 3.2.2):
 * nothing that another parser could take for user, path or list.
 */
final class HostRules {
  private static final int MAX_PORT = 65_535;

  /** The longest name there is in DNS (RFC 1035, section 2.3.4). */
  private static final int MAX_NAME = 255;

  private HostRules() {}

  static void check(ByteBuf in, int from, int to) {
    int start = Bytes.skipBlanks(in, from, to);
    int end = Bytes.trimBlanks(in, start, to);
    if (start == end) {
      throw bad("an empty Host");
    }
    int port = in.getByte(start) == '[' ? literal(in, start, end) : name(in, start, end);
    if (port < end) {
      port(in, port, end);
    }
  }

  /** Letters, digits, dash and underscore between single dots; returns where the name ends. */
  private static int name(ByteBuf in, int start, int end) {
    boolean dot = true;
    int i = start;
    for (; i < end && in.getByte(i) != ':'; i++) {
      byte b = in.getByte(i);
      int letter = b | 0x20;
      boolean plain = Bytes.isDigit(b) || (letter >= 'a' && letter <= 'z') || b == '-' || b == '_';
      if (!plain && (b != '.' || dot)) {
        throw bad("not a host name");
      }
      dot = b == '.';
    }
    if (i == start || i - start > MAX_NAME) {
      throw bad("not a host name");
    }
    return i;
  }

  private static int literal(ByteBuf in, int start, int end) {
    int close = in.indexOf(start, end, (byte) ']');
    boolean address = close > start && close - start < MAX_NAME;
    // Its own check of the characters comes first: a zone would pass as an address.
    for (int i = start + 1; address && i < close; i++) {
      byte b = in.getByte(i);
      address = Bytes.hex(b) >= 0 || b == ':' || b == '.';
    }
    if (!address || !isAddress(in, start + 1, close)) {
      throw bad("not an IPv6 address");
    }
    return close + 1;
  }

  private static boolean isAddress(ByteBuf in, int from, int to) {
    return NetUtil.isValidIpV6Address(in.toString(from, to - from, StandardCharsets.US_ASCII));
  }

  private static void port(ByteBuf in, int colon, int end) {
    int port = 0;
    boolean valid = in.getByte(colon) == ':' && end - colon <= 6;
    for (int i = colon + 1; valid && i < end; i++) {
      valid = Bytes.isDigit(in.getByte(i));
      port = 10 * port + (in.getByte(i) - '0');
    }
    if (!valid || port > MAX_PORT) {
      throw bad("not a port");
    }
  }
}
