// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.audit;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * The one text that PostgreSQL prints for a jsonb value: members ordered by the length and then the
 * bytes of their names, one space after comma and colon, numbers without exponent. Hashes of audit
 * events are made of it, so whoever checks them needs it too, however the export was reformatted.
 */
final class JsonbText {
  private static final Comparator<String> BY_BYTES =
      Comparator.<String>comparingInt(name -> utf8(name).length)
          .thenComparing((a, b) -> Arrays.compareUnsigned(utf8(a), utf8(b)));

  private final StringBuilder out = new StringBuilder();

  private JsonbText() {}

  static String of(JsonNode node) {
    JsonbText text = new JsonbText();
    text.write(node);
    return text.out.toString();
  }

  private void write(JsonNode node) {
    if (node.isObject()) {
      List<String> names = new ArrayList<>();
      node.fieldNames().forEachRemaining(names::add);
      names.sort(BY_BYTES);
      String before = "{";
      for (String name : names) {
        out.append(before);
        quote(name);
        out.append(": ");
        write(node.get(name));
        before = ", ";
      }
      out.append(names.isEmpty() ? "{}" : "}");
    } else if (node.isArray()) {
      out.append('[');
      for (int i = 0; i < node.size(); i++) {
        out.append(i == 0 ? "" : ", ");
        write(node.get(i));
      }
      out.append(']');
    } else if (node.isTextual()) {
      quote(node.textValue());
    } else if (node.isNumber()) {
      out.append(number(node));
    } else {
      out.append(node.asText());
    }
  }

  /** A number has no sign when it is zero. */
  private static String number(JsonNode node) {
    String text = node.decimalValue().toPlainString();
    return node.decimalValue().signum() == 0 && text.startsWith("-") ? text.substring(1) : text;
  }

  private void quote(String text) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append("\\u00").append(Character.forDigit(c >> 4, 16));
            out.append(Character.forDigit(c & 15, 16));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
