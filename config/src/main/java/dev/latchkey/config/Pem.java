// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The textual form of keys and certificates (RFC 7468). */
final class Pem {
  private Pem() {}

  static boolean has(String pem, String label) {
    return pem.contains(begin(label));
  }

  /** The bytes of the first block with this label; null without one, or where it is damaged. */
  static byte @Nullable [] block(String pem, String label) {
    int begin = pem.indexOf(begin(label));
    int end = pem.indexOf("-----END " + label + "-----");
    if (begin < 0 || end < begin) {
      return null;
    }
    try {
      String body = pem.substring(begin + begin(label).length(), end).replaceAll("\\s", "");
      return Base64.getDecoder().decode(body.getBytes(StandardCharsets.US_ASCII));
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  static String write(String label, byte[] bytes) {
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(bytes);
    return begin(label) + "\n" + body + "\n-----END " + label + "-----\n";
  }

  private static String begin(String label) {
    return "-----BEGIN " + label + "-----";
  }
}
