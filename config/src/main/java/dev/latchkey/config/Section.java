// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A map of the file. Whatever a reader asks for becomes a known key; {@link #finish} reports the
 * others, so that a reader and its list of keys cannot differ.
 */
final class Section {
  private final Place place;
  private final Reading reading;
  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Set<String> known = new LinkedHashSet<>();

  /** One key with its value. */
  record Entry(Text key, Value value) {}

  /** Keys that are not text, or there twice, were reported before; the first of each counts. */
  Section(MappingNode node, Place place, Reading reading) {
    this.place = place;
    this.reading = reading;
    for (NodeTuple tuple : node.getValue()) {
      if (tuple.getKeyNode() instanceof ScalarNode key && key.getTag().equals(Tag.STR)) {
        Text name = Text.asWritten(Place.of(key), key.getValue());
        Value value = new Value(tuple.getValueNode(), name, false, reading);
        entries.putIfAbsent(name.value(), new Entry(name, value));
      }
    }
  }

  Reading reading() {
    return reading;
  }

  /** Of the key that leads here; of the first key in a list's entry. */
  Place place() {
    return place;
  }

  /** Of a key that is there. */
  Place placeOf(String key) {
    Entry entry = entries.get(key);
    return entry == null ? place : entry.key().place();
  }

  void problem(String message, @Nullable String hint) {
    reading.problem(place, message, hint);
  }

  /** Null where the key is absent. */
  @Nullable Value get(String key) {
    known.add(key);
    Entry entry = entries.get(key);
    return entry == null ? null : entry.value();
  }

  /** Absence is a problem. */
  @Nullable Value need(String key, @Nullable String hint) {
    Value value = get(key);
    if (value == null) {
      problem("\"" + key + "\" is missing", hint);
    }
    return value;
  }

  boolean has(String key) {
    return entries.containsKey(key);
  }

  /** All entries of a map whose keys the file is free to choose. */
  List<Entry> entries() {
    return List.copyOf(entries.values());
  }

  /** All entries of a map whose keys are names that the file chooses. */
  List<Entry> named(Word word) {
    List<Entry> named = new ArrayList<>();
    for (Entry entry : entries.values()) {
      if (word.fits(entry.key().value())) {
        named.add(entry);
      } else {
        String message = entry.key().quoted() + " is not " + word.noun();
        reading.problem(entry.key().place(), message, word.shape());
      }
    }
    return named;
  }

  /** Reports every key that nobody asked for. */
  void finish() {
    for (Entry entry : entries.values()) {
      String key = entry.key().value();
      if (!known.contains(key)) {
        reading.problem(
            entry.key().place(),
            "unknown key " + entry.key().quoted(),
            Suggestion.of(key, known, "known here: "));
      }
    }
  }

  @Nullable Section section(String key) {
    Value value = get(key);
    return value == null ? null : value.section();
  }

  List<Value> items(String key) {
    Value value = get(key);
    return value == null ? List.of() : value.items();
  }

  @Nullable String text(String key) {
    Value value = get(key);
    Text text = value == null ? null : value.resolved();
    return text == null ? null : text.value();
  }

  String text(String key, String fallback) {
    String text = text(key);
    return text == null ? fallback : text;
  }

  @Nullable Path path(String key) {
    Value value = get(key);
    return value == null ? null : value.path();
  }

  long number(String key, long least, long most, long fallback) {
    Value value = get(key);
    return value == null ? fallback : value.number(least, most, fallback);
  }

  boolean flag(String key, boolean fallback) {
    Value value = get(key);
    return value == null ? fallback : value.flag(fallback);
  }

  Duration duration(String key, Duration least, Duration most, Duration fallback) {
    Value value = get(key);
    return value == null ? fallback : value.duration(least, most, fallback);
  }

  /** Words, none twice; none where the key is absent. */
  List<Text> words(String key, Word word) {
    Value value = get(key);
    return value == null ? List.of() : words(value, word, false);
  }

  /** Like {@link #words}, for lists where an empty one would silently mean the opposite: all. */
  List<Text> someWords(String key, Word word, boolean resolve) {
    Value value = get(key);
    if (value == null) {
      return List.of();
    }
    if (value.isList() && value.items().isEmpty()) {
      value.problem("\"" + key + "\" is an empty list", "leave the key out to mean all");
    }
    return words(value, word, resolve);
  }

  private static List<Text> words(Value list, Word word, boolean resolve) {
    List<Text> words = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (Value item : list.items()) {
      Text text = resolve ? item.resolvedWord(word) : item.word(word);
      if (text != null && !seen.add(text.value())) {
        item.problem(text.quoted() + " is listed twice", "keep one of them");
      } else if (text != null) {
        words.add(text);
      }
    }
    return words;
  }

  /** The plain values, in order. */
  static List<String> values(List<Text> texts) {
    return texts.stream().map(Text::value).toList();
  }
}
