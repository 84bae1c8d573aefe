// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Writing conventions: instants in UTC with milliseconds, absent values as null. Any thread. */
public final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final ObjectWriter SORTED =
      MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED);
  private static final TypeReference<Map<String, Object>> PAIRS = new TypeReference<>() {};
  private static final DateTimeFormatter MILLISECONDS =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private Json() {}

  public static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  public static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  /** Texts as an array. */
  public static ArrayNode array(Iterable<String> texts) {
    ArrayNode array = array();
    texts.forEach(array::add);
    return array;
  }

  /** Such as {@code 2026-09-01T02:03:04.005Z}; null stays null. */
  public static @Nullable String instant(@Nullable Instant instant) {
    return instant == null ? null : MILLISECONDS.format(instant);
  }

  /** Maps, lists, texts, numbers, truth values and null as a tree; instants as text. */
  public static JsonNode tree(@Nullable Object value) {
    return value instanceof Instant instant
        ? MAPPER.getNodeFactory().textNode(instant(instant))
        : MAPPER.valueToTree(value);
  }

  /** An object as plain maps, lists, texts and numbers. */
  public static Map<String, Object> pairs(ObjectNode object) {
    return MAPPER.convertValue(object, PAIRS);
  }

  /** The same text for every object of the same members, in whatever order they came. */
  public static String sorted(JsonNode node) {
    try {
      return SORTED.writeValueAsString(node);
    } catch (JsonProcessingException aTreeIsAlwaysWritable) {
      throw new IllegalStateException(aTreeIsAlwaysWritable);
    }
  }

  /** As UTF-8, without white space. */
  public static byte[] bytes(JsonNode node) {
    try {
      return MAPPER.writeValueAsBytes(node);
    } catch (JsonProcessingException aTreeIsAlwaysWritable) {
      throw new IllegalStateException(aTreeIsAlwaysWritable);
    }
  }
}
