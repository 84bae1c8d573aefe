// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One entry of {@code scopes}, the catalogue. */
final class ScopeReader {
  /** Colours that the console has in a light and a dark form, with enough contrast in both. */
  static final List<String> COLORS =
      List.of(
          "gray", "red", "orange", "amber", "yellow", "green", "teal", "cyan", "blue", "indigo",
          "purple", "pink");

  private static final Map<String, String> BY_NAME = Choices.of(COLORS);

  private final Section section;

  ScopeReader(Section section) {
    this.section = section;
  }

  @Nullable ScopeConfig read() {
    Text id = id();
    Map<String, String> label = texts("label");
    Map<String, String> description = texts("description");
    Value colorValue = section.get("color");
    String color = colorValue == null ? null : colorValue.choice(BY_NAME);
    String group = section.text("group");
    List<String> tools = Section.values(section.words("tools", Word.TOOL));
    List<String> grantableBy = grantableBy();
    boolean deprecated = section.flag("deprecated", false);
    section.finish();
    if (id == null) {
      section.reading().checks().names().incomplete(Names.Kind.SCOPE);
      return null;
    }
    return new ScopeConfig(
        id.value(), label, description, color, group, tools, grantableBy, deprecated);
  }

  private @Nullable Text id() {
    Value value = section.need("id", "such as leads:read");
    Text text = value == null ? null : value.text();
    if (value == null || text == null) {
      return null;
    }
    if (text.value().endsWith("*") && Word.SCOPE_OR_WILDCARD.fits(text.value())) {
      value.problem(
          "a wildcard is no entry of the catalogue",
          "allowWildcard: true on a profile lets keys carry it");
      return null;
    }
    Text id = value.word(Word.SCOPE);
    if (id != null) {
      section.reading().checks().names().define(Names.Kind.SCOPE, id, section.reading().problems());
    }
    return id;
  }

  private Map<String, String> texts(String key) {
    Section map = section.section(key);
    Map<String, String> texts = new LinkedHashMap<>();
    if (map != null) {
      for (Section.Entry entry : map.named(Word.LANGUAGE)) {
        Text text = entry.value().text();
        texts.put(entry.key().value(), text == null ? "" : text.value());
      }
    }
    return Collections.unmodifiableMap(texts);
  }

  private List<String> grantableBy() {
    Value value = section.get("grantableBy");
    if (value == null) {
      return List.of();
    }
    List<Value> items = value.items();
    if (value.isList() && items.isEmpty()) {
      value.problem("\"grantableBy\" is an empty list", "leave the key out to mean all");
    }
    return items.stream().map(item -> item.choice(Roles.BY_NAME, "")).distinct().toList();
  }
}
