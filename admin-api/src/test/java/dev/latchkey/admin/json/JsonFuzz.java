// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import com.fasterxml.jackson.databind.JsonNode;

/** A text is refused, or has one meaning: written out and read again, it says the same. */
public final class JsonFuzz {
  private JsonFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    JsonNode node;
    try {
      node = StrictJson.parse(input);
    } catch (MalformedJsonException refused) {
      return;
    }
    try {
      JsonNode again = StrictJson.parse(Json.bytes(node));
      if (!again.equals(node)) {
        throw new AssertionError("written out it says something else");
      }
    } catch (MalformedJsonException unreadable) {
      throw new AssertionError("what was taken cannot be written", unreadable);
    }
  }
}
