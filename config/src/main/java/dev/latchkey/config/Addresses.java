// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads addresses as text. Asks no name server. */
final class Addresses {
  private static final Pattern PORT = Pattern.compile("0|[1-9][0-9]{0,4}");
  private static final Pattern HOST =
      Pattern.compile("(?=.{1,253}$)[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_])?");
  private static final Pattern IPV4 =
      Pattern.compile(
          "(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})\\.(0|[1-9][0-9]{0,2})");
  private static final Pattern IPV6 = Pattern.compile("[0-9a-fA-F:.]*:[0-9a-fA-F:.]*");
  private static final Pattern NUMERIC = Pattern.compile("[0-9.]+");

  private Addresses() {}

  /** {@code host:port} or {@code [IPv6]:port}; null for anything else. */
  static @Nullable ListenAddress parse(String text) {
    int colon = text.lastIndexOf(':');
    if (colon < 1 || !PORT.matcher(text.substring(colon + 1)).matches()) {
      return null;
    }
    int port = Integer.parseInt(text.substring(colon + 1));
    String host = host(text.substring(0, colon));
    return host == null || port > 65_535 ? null : new ListenAddress(host, port);
  }

  /** A name, an IPv4 address or a bracketed IPv6 address, without the brackets; null otherwise. */
  static @Nullable String host(String text) {
    if (text.startsWith("[") && text.endsWith("]")) {
      String inner = text.substring(1, text.length() - 1);
      return ipv6(inner) == null ? null : inner;
    }
    if (!HOST.matcher(text).matches() || text.contains("..")) {
      return null;
    }
    return NUMERIC.matcher(text).matches() && ipv4(text) == null ? null : text;
  }

  /** Four bytes, or null. No octal, no hexadecimal, no missing parts. */
  static byte @Nullable [] ipv4(String text) {
    Matcher matcher = IPV4.matcher(text);
    if (!matcher.matches()) {
      return null;
    }
    byte[] bytes = new byte[4];
    for (int i = 0; i < 4; i++) {
      int part = Integer.parseInt(matcher.group(i + 1));
      if (part > 255) {
        return null;
      }
      bytes[i] = (byte) part;
    }
    return bytes;
  }

  /** Sixteen bytes, or null. In brackets the platform parses and never resolves. */
  static byte @Nullable [] ipv6(String text) {
    if (!IPV6.matcher(text).matches()) {
      return null;
    }
    try {
      byte[] bytes = InetAddress.getByName("[" + text + "]").getAddress();
      return bytes.length == 16 ? bytes : null;
    } catch (UnknownHostException e) {
      return null;
    }
  }
}
