// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import io.netty.util.AsciiString;
import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Names as header fields can carry them: percent-encoded UTF-8 (RFC 3986, section 2.1), all but the
 * unreserved characters.
 */
final class PercentText {
  private static final String UNRESERVED = "-._~";
  private static final HexFormat DIGITS = HexFormat.of().withUpperCase();

  private PercentText() {}

  /** Encoded, as octets. */
  static byte[] encode(String name) {
    byte[] octets = name.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(octets.length + 8);
    for (byte octet : octets) {
      if (isUnreserved(octet)) {
        out.write(octet);
      } else {
        out.write('%');
        out.writeBytes(DIGITS.toHexDigits(octet).getBytes(StandardCharsets.US_ASCII));
      }
    }
    return out.toByteArray();
  }

  /** The same as a text that needs no further encoding. */
  static AsciiString of(String name) {
    return new AsciiString(encode(name), false);
  }

  /** The name again. A plus sign was encoded, so that none is taken for a space. */
  static String decode(byte[] encoded) {
    return URLDecoder.decode(
        new String(encoded, StandardCharsets.US_ASCII), StandardCharsets.UTF_8);
  }

  private static boolean isUnreserved(byte octet) {
    return (octet >= 'a' && octet <= 'z')
        || (octet >= 'A' && octet <= 'Z')
        || (octet >= '0' && octet <= '9')
        || (octet >= 0 && UNRESERVED.indexOf(octet) >= 0);
  }
}
