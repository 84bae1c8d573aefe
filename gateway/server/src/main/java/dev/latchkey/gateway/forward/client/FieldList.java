// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import dev.latchkey.listener.Bytes;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Fields one behind the other. An answer has few, and is asked for fewer: walking past them costs
 * less than a table of them. One event loop.
 */
final class FieldList implements Fields {
  /** Of whatever has none; nothing is ever added to it. */
  static final FieldList NONE = new FieldList();

  private static final int USUAL = 8;

  /** Names and values in turn. */
  private AsciiString[] texts = {};

  private int size;

  void add(AsciiString name, AsciiString value) {
    if (size == texts.length) {
      texts = Arrays.copyOf(texts, Math.max(2 * USUAL, 2 * size));
    }
    texts[size++] = name;
    texts[size++] = value;
  }

  /** How many fields there are. */
  int size() {
    return size / 2;
  }

  @Override
  public boolean isEmpty() {
    return size == 0;
  }

  @Override
  public boolean contains(CharSequence name) {
    return find(name, 0) >= 0;
  }

  @Override
  public @Nullable String get(CharSequence name) {
    int found = find(name, 0);
    return found < 0 ? null : texts[found + 1].toString();
  }

  @Override
  public List<String> getAll(CharSequence name) {
    int found = find(name, 0);
    if (found < 0) {
      return List.of();
    }
    int another = find(name, found + 2);
    if (another < 0) {
      return List.of(texts[found + 1].toString());
    }
    List<String> values = new ArrayList<>();
    for (int i = found; i >= 0; i = find(name, i + 2)) {
      values.add(texts[i + 1].toString());
    }
    return values;
  }

  @Override
  public void each(BiConsumer<CharSequence, CharSequence> action) {
    for (int i = 0; i < size; i += 2) {
      action.accept(texts[i], texts[i + 1]);
    }
  }

  /** Whether one of these fields, each a list, names the token. */
  boolean names(CharSequence name, String token) {
    for (int i = find(name, 0); i >= 0; i = find(name, i + 2)) {
      if (names(texts[i + 1], token)) {
        return true;
      }
    }
    return false;
  }

  private static boolean names(AsciiString list, String token) {
    int from = 0;
    while (from < list.length()) {
      int comma = list.indexOf(',', from);
      int to = comma < 0 ? list.length() : comma;
      while (from < to && Bytes.isBlank(list.byteAt(from))) {
        from++;
      }
      int end = to;
      while (end > from && Bytes.isBlank(list.byteAt(end - 1))) {
        end--;
      }
      if (end - from == token.length() && list.regionMatches(true, from, token, 0, end - from)) {
        return true;
      }
      from = to + 1;
    }
    return false;
  }

  private int find(CharSequence name, int from) {
    for (int i = from; i < size; i += 2) {
      if (texts[i].contentEqualsIgnoreCase(name)) {
        return i;
      }
    }
    return -1;
  }
}
