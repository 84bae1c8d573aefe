// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.access;

import com.fasterxml.jackson.databind.JsonNode;
import dev.latchkey.admin.json.MalformedJsonException;
import dev.latchkey.admin.json.StrictJson;
import java.util.Base64;
import java.util.Optional;

/**
 * A compact JWS (RFC 7515, section 3.1) taken apart, strictly and without believing it: good only
 * for finding out whose key must verify it.
 */
record UnverifiedToken(JsonNode header, JsonNode claims) {
  /** Characters of a whole token. */
  static final int MAX_LENGTH = 8_192;

  /** Empty for anything but three non-empty base64url parts, the first two being JSON objects. */
  static Optional<UnverifiedToken> read(String token) {
    if (token.length() > MAX_LENGTH) {
      return Optional.empty();
    }
    String[] parts = token.split("\\.", -1);
    if (parts.length != 3 || !isBase64Url(parts[2])) {
      return Optional.empty();
    }
    return object(parts[0])
        .flatMap(header -> object(parts[1]).map(claims -> new UnverifiedToken(header, claims)));
  }

  private static Optional<JsonNode> object(String part) {
    if (!isBase64Url(part)) {
      return Optional.empty();
    }
    try {
      JsonNode node = StrictJson.parse(Base64.getUrlDecoder().decode(part));
      return node.isObject() ? Optional.of(node) : Optional.empty();
    } catch (MalformedJsonException | IllegalArgumentException notAnObject) {
      return Optional.empty();
    }
  }

  /** The JDK's decoder also takes padding, which a JWS never has. */
  private static boolean isBase64Url(String text) {
    return !text.isEmpty()
        && text.chars()
            .allMatch(
                c ->
                    (c >= 'a' && c <= 'z')
                        || (c >= 'A' && c <= 'Z')
                        || (c >= '0' && c <= '9')
                        || c == '-'
                        || c == '_');
  }
}
