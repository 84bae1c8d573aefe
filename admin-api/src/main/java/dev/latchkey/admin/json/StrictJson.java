// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON (RFC 8259) that has one meaning only: UTF-8, no member twice, nothing after the value,
 * at most 32 levels, numbers of at most 100 characters that are finite, text without NUL and
 * without half a surrogate pair. Types are never chosen by the text. Any thread.
 */
public final class StrictJson {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 100;
  private static final int MAX_TEXT = 1 << 20;

  private static final ObjectMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxStringLength(MAX_TEXT)
                          .maxNameLength(1_000)
                          .build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /**
   * Reads one value.
   *
   * @throws MalformedJsonException naming line and column, never the text
   */
  public static JsonNode parse(byte[] utf8) throws MalformedJsonException {
    return parse(decode(utf8));
  }

  /**
   * Reads one value.
   *
   * @throws MalformedJsonException naming line and column, never the text
   */
  public static JsonNode parse(String text) throws MalformedJsonException {
    JsonNode node;
    try {
      node = MAPPER.readTree(text);
    } catch (StreamConstraintsException tooMuch) {
      throw new MalformedJsonException("nested too deeply, or a number or text too long");
    } catch (JsonProcessingException notJson) {
      throw new MalformedJsonException(place(notJson.getLocation()));
    }
    if (node == null || node.isMissingNode()) {
      throw new MalformedJsonException("empty");
    }
    check(node);
    return node;
  }

  private static String decode(byte[] utf8) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notUtf8) {
      throw new MalformedJsonException("not UTF-8");
    }
  }

  private static void check(JsonNode node) throws MalformedJsonException {
    if (node.isTextual()) {
      check(node.textValue());
    } else if (node.isFloatingPointNumber() && !Double.isFinite(node.doubleValue())) {
      throw new MalformedJsonException("a number out of range");
    }
    for (var member : node.properties()) {
      check(member.getKey());
    }
    for (JsonNode child : node) {
      check(child);
    }
  }

  private static void check(String text) throws MalformedJsonException {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean pair =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (c == 0 || (Character.isSurrogate(c) && !pair)) {
        throw new MalformedJsonException("text with NUL or half a character");
      }
      i += pair ? 1 : 0;
    }
  }

  private static String place(JsonLocation location) {
    return "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
