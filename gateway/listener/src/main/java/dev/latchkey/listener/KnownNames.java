// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.util.AsciiString;
import java.util.Locale;

/**
 * The names that most fields of requests have, in the two ways in which they are mostly written: no
 * text is made of them again. Immutable; any thread.
 */
final class KnownNames {
  private static final String[] COMMON = {
    "Accept",
    "Accept-Charset",
    "Accept-Encoding",
    "Accept-Language",
    "Authorization",
    "Cache-Control",
    "Connection",
    "Content-Encoding",
    "Content-Length",
    "Content-Type",
    "Cookie",
    "Date",
    "DNT",
    "Expect",
    "Host",
    "Idempotency-Key",
    "If-Match",
    "If-Modified-Since",
    "If-None-Match",
    "Keep-Alive",
    "Origin",
    "Pragma",
    "Priority",
    "Range",
    "Referer",
    "Sec-CH-UA",
    "Sec-CH-UA-Mobile",
    "Sec-CH-UA-Platform",
    "Sec-Fetch-Dest",
    "Sec-Fetch-Mode",
    "Sec-Fetch-Site",
    "Traceparent",
    "Tracestate",
    "Transfer-Encoding",
    "Upgrade-Insecure-Requests",
    "User-Agent",
    "X-API-Key",
    "X-Forwarded-For",
    "X-Forwarded-Host",
    "X-Forwarded-Proto",
    "X-Requested-With",
    "X-Request-Id",
  };

  private static final int SLOTS = 512;
  private static final AsciiString[] SLOT = new AsciiString[SLOTS];

  static {
    for (String name : COMMON) {
      put(name);
      put(name.toLowerCase(Locale.ROOT));
    }
  }

  private KnownNames() {}

  /** The name that these bytes are, in their own letter case. */
  static AsciiString name(byte[] bytes, int start, int length) {
    int slot = slot(bytes, start, length);
    for (AsciiString known = SLOT[slot]; known != null; known = SLOT[slot]) {
      if (Bytes.are(bytes, start, length, known)) {
        return known;
      }
      slot = (slot + 1) & (SLOTS - 1);
    }
    return new AsciiString(bytes, start, length, true);
  }

  private static void put(String name) {
    AsciiString text = AsciiString.cached(name);
    int slot = slot(text.array(), text.arrayOffset(), text.length());
    while (SLOT[slot] != null && !SLOT[slot].contentEquals(name)) {
      slot = (slot + 1) & (SLOTS - 1);
    }
    SLOT[slot] = text;
  }

  private static int slot(byte[] bytes, int start, int length) {
    return Bytes.hash(bytes, start, length) & (SLOTS - 1);
  }
}
