// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.util.ArrayList;
import java.util.List;

/**
 * A message's first line and fields, as they were on the wire.
 *
 * @param start request line or status line
 */
public record Head(String start, List<Field> fields) {
  public Head {
    fields = List.copyOf(fields);
  }

  /** One header line. */
  public record Field(String name, String value) {}

  static Head parse(String text) {
    String[] lines = text.split("\r\n", -1);
    List<Field> fields = new ArrayList<>();
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      if (colon < 0) {
        throw new IllegalArgumentException("not a header line: " + lines[i]);
      }
      fields.add(new Field(lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
    }
    return new Head(lines[0], fields);
  }

  /** All values of a field in order, whatever its letter case. */
  public List<String> values(String name) {
    return fields.stream()
        .filter(field -> field.name().equalsIgnoreCase(name))
        .map(Field::value)
        .toList();
  }

  public boolean has(String name) {
    return !values(name).isEmpty();
  }

  /** All values joined as a list field; empty for none. */
  public String value(String name) {
    return String.join(", ", values(name));
  }

  /** Of a status line. */
  public int status() {
    return Integer.parseInt(start.substring(9, 12));
  }

  boolean isChunked() {
    return value("transfer-encoding").equalsIgnoreCase("chunked");
  }

  /** The declared length; -1 for none. */
  long length() {
    return has("content-length") ? Long.parseLong(value("content-length")) : -1;
  }
}
