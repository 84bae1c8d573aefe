// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.accept;

/**
 * Whether a Host field names one host and nothing else (RFC 9110, section 7.2): a name of letters,
 * digits, dots, dashes and underscores, or an address in brackets, and maybe a port. Stricter than
 * the grammar, whose other characters no two servers read alike.
 */
final class HostField {
  private static final int LARGEST_PORT = 65_535;

  private HostField() {}

  static boolean isValid(String host) {
    int name = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
    int end = name < 0 ? host.length() : name;
    boolean named = host.startsWith("[") ? isAddress(host, end) : isName(host, end);
    return named && (end == host.length() || isPort(host, end));
  }

  private static boolean isName(String host, int end) {
    char before = '.';
    for (int i = 0; i < end; i++) {
      char c = host.charAt(i);
      boolean word = isDigit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!word && c != '-' && c != '_' && (c != '.' || before == '.')) {
        return false;
      }
      before = c;
    }
    return end > 0;
  }

  private static boolean isAddress(String host, int end) {
    return end > 2 && Networks.isAddress(host.substring(1, end - 1));
  }

  /** A colon, and one to five digits or none. */
  private static boolean isPort(String host, int colon) {
    int port = 0;
    for (int i = colon + 1; i < host.length(); i++) {
      if (!isDigit(host.charAt(i)) || i > colon + 5) {
        return false;
      }
      port = 10 * port + (host.charAt(i) - '0');
    }
    return host.charAt(colon) == ':' && port <= LARGEST_PORT;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
