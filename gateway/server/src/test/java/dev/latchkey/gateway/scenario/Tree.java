// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.scenario;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A mapping of a scenario file. Members that nobody asks for are an error: see {@link #done}. */
final class Tree {
  private final String where;
  private final Map<String, Object> members = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  Tree(String where, @Nullable Object yaml) {
    this.where = where;
    if (yaml instanceof Map<?, ?> map) {
      map.forEach((name, value) -> members.put(String.valueOf(name), value));
    } else if (yaml != null) {
      throw new IllegalArgumentException(where + " is no mapping");
    }
  }

  boolean has(String name) {
    asked.add(name);
    return members.containsKey(name);
  }

  @Nullable Object raw(String name) {
    asked.add(name);
    return members.get(name);
  }

  Tree tree(String name) {
    return new Tree(where + "." + name, raw(name));
  }

  /** A list of mappings; one mapping counts as a list of one. */
  List<Tree> trees(String name) {
    Object value = raw(name);
    List<Tree> trees = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : listOf(value)) {
      trees.add(new Tree(where + "." + name, item));
    }
    return trees;
  }

  /** A list of words; one word counts as a list of one. */
  List<String> words(String name) {
    Object value = raw(name);
    List<String> words = new ArrayList<>();
    for (Object item : value instanceof List<?> list ? list : listOf(value)) {
      words.add(String.valueOf(item));
    }
    return words;
  }

  String text(String name, String otherwise) {
    Object value = raw(name);
    return value == null ? otherwise : value.toString();
  }

  String text(String name) {
    if (!has(name)) {
      throw new IllegalArgumentException(where + " lacks " + name);
    }
    return text(name, "");
  }

  /** Name to text, in the order of the file. */
  Map<String, String> texts(String name) {
    Map<String, String> texts = new LinkedHashMap<>();
    tree(name).members.forEach((key, value) -> texts.put(key, String.valueOf(value)));
    return texts;
  }

  Set<String> names() {
    return members.keySet();
  }

  /**
   * @throws IllegalArgumentException for a member that nothing has asked for
   */
  void done() {
    Set<String> left = new LinkedHashSet<>(members.keySet());
    left.removeAll(asked);
    if (!left.isEmpty()) {
      throw new IllegalArgumentException(where + " has unknown members " + left);
    }
  }

  private static List<Object> listOf(@Nullable Object value) {
    return value == null ? List.of() : List.of(value);
  }
}
