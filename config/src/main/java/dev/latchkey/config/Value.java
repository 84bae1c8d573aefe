// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions.FlowStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * One value of the file, with the ways to read it. A value that is not what was asked for becomes a
 * problem and null (or the given fallback); reading goes on, so that all problems are found.
 *
 * <p>Messages about a wrong type never repeat the value: it might be a secret in the wrong place.
 */
final class Value {
  private static final Pattern WHOLE_NUMBER = Pattern.compile("-?(0|[1-9][0-9]{0,17})");

  private final Node node;
  private final Text key;
  private final boolean isItem;
  private final Reading reading;

  /**
   * @param key the nearest one that leads here
   * @param isItem whether it is one entry of the list under that key
   */
  Value(Node node, Text key, boolean isItem, Reading reading) {
    this.node = node;
    this.key = key;
    this.isItem = isItem;
    this.reading = reading;
  }

  /** What messages call it. */
  String label() {
    return isItem ? "an entry of " + key.quoted() : key.quoted();
  }

  /** Where the key stands that leads here, or the value itself in a list. */
  private Place owner() {
    return isItem ? place() : key.place();
  }

  Reading reading() {
    return reading;
  }

  Place place() {
    return Place.of(node);
  }

  void problem(String message, @Nullable String hint) {
    reading.problem(place(), message, hint);
  }

  boolean isList() {
    return node instanceof SequenceNode;
  }

  boolean isMap() {
    return node instanceof MappingNode;
  }

  /** A map with fixed keys. The caller ends its reading with {@link Section#finish}. */
  @Nullable Section section() {
    if (node instanceof MappingNode map) {
      return new Section(map, owner(), reading);
    }
    problem(label() + " must be a map", "key: value, one per line");
    return null;
  }

  /** Like {@link #section}, where leaving everything out is also fine: {@code live:}. */
  @Nullable Section sectionOrNothing() {
    if (!node.getTag().equals(Tag.NULL)) {
      return section();
    }
    MappingNode empty = new MappingNode(Tag.MAP, List.of(), FlowStyle.FLOW);
    return new Section(empty, owner(), reading);
  }

  /** The entries of a list; none where it is not a list. */
  List<Value> items() {
    List<Value> items = new ArrayList<>();
    if (node instanceof SequenceNode list) {
      for (Node item : list.getValue()) {
        items.add(new Value(item, key, true, reading));
      }
    } else {
      problem(label() + " must be a list", "[ a, b ], or one \"- a\" per line");
    }
    return items;
  }

  /** Text exactly as written, never empty. */
  @Nullable Text text() {
    return text("put it in quotes");
  }

  /**
   * @param hint for a number or a truth value that stands where text is needed
   */
  private @Nullable Text text(String hint) {
    if (!YamlTree.isPlain(node)) {
      return null; // its tag was reported before
    }
    if (!(node instanceof ScalarNode scalar)) {
      problem(label() + " must be text", null);
      return null;
    }
    if (scalar.getTag().equals(Tag.NULL) || scalar.getValue().isBlank()) {
      problem(label() + " is empty", "give it a value, or leave the key out");
      return null;
    }
    if (!scalar.getTag().equals(Tag.STR)) {
      problem(label() + " must be text", hint);
      return null;
    }
    return Text.asWritten(place(), scalar.getValue());
  }

  /** Text that may be {@code ${env:NAME}} as a whole. */
  @Nullable Text resolved() {
    return resolved("put it in quotes");
  }

  /** The same, with a hint for a number in its place. */
  @Nullable Text resolved(String hint) {
    Text text = text(hint);
    return text == null ? null : reading.references().plain(text, reading.problems());
  }

  /** Text of a given shape. */
  @Nullable Text word(Word word) {
    return fitting(text(), word);
  }

  /** The same for text that may be {@code ${env:NAME}}. */
  @Nullable Text resolvedWord(Word word) {
    return fitting(resolved(), word);
  }

  private @Nullable Text fitting(@Nullable Text text, Word word) {
    if (text == null || word.fits(text.value())) {
      return text;
    }
    reading.problem(text.place(), text.quoted() + " is not " + word.noun(), word.shape());
    return null;
  }

  /** A path, absolute, taken from the folder of the configuration file. */
  @Nullable Path path() {
    Text text = resolved();
    if (text == null) {
      return null;
    }
    try {
      return reading.base().resolve(text.value()).normalize();
    } catch (InvalidPathException e) {
      problem(text.quoted() + " is not a path", null);
      return null;
    }
  }

  /** A whole number in decimal digits, both ends included. */
  long number(long least, long most, long fallback) {
    if (!(node instanceof ScalarNode scalar)
        || !scalar.getTag().equals(Tag.INT)
        || !WHOLE_NUMBER.matcher(scalar.getValue()).matches()) {
      problem(
          label() + " must be a whole number", least + " to " + most + ", digits without quotes");
      return fallback;
    }
    long number = Long.parseLong(scalar.getValue());
    if (number < least || number > most) {
      problem(label() + " is out of range", least + " to " + most);
      return fallback;
    }
    return number;
  }

  /** Whether it is this number, in these digits. */
  boolean isNumber(String digits) {
    return node instanceof ScalarNode scalar
        && scalar.getTag().equals(Tag.INT)
        && scalar.getValue().equals(digits);
  }

  /** {@code true} or {@code false}, and none of YAML's other spellings. */
  boolean flag(boolean fallback) {
    if (node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.BOOL)) {
      if (scalar.getValue().equals("true") || scalar.getValue().equals("false")) {
        return scalar.getValue().equals("true");
      }
    }
    problem(label() + " must be true or false", "those two words, without quotes");
    return fallback;
  }

  /** A length of time with its unit, both ends included. */
  Duration duration(Duration least, Duration most, Duration fallback) {
    Duration duration =
        node instanceof ScalarNode scalar && scalar.getTag().equals(Tag.STR)
            ? Durations.parse(scalar.getValue())
            : null;
    if (duration == null) {
      problem(label() + " is not a length of time", Durations.HINT);
      return fallback;
    }
    if (duration.compareTo(least) < 0 || duration.compareTo(most) > 0) {
      problem(label() + " is out of range", Durations.show(least) + " to " + Durations.show(most));
      return fallback;
    }
    return duration;
  }

  /** One of a few words. */
  <E> E choice(Map<String, E> words, E fallback) {
    return Objects.requireNonNullElse(choice(words), fallback);
  }

  /** One of a few words; null after reporting any other. */
  <E> @Nullable E choice(Map<String, E> words) {
    Text text = text();
    E chosen = text == null ? null : words.get(text.value());
    if (text != null && chosen == null) {
      problem(
          text.quoted() + " is not a value for " + label(),
          Suggestion.of(text.value(), words.keySet(), "one of "));
    }
    return chosen;
  }
}
