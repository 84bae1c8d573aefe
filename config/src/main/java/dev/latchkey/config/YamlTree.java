// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.io.StringReader;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.StreamReader;
import org.yaml.snakeyaml.representer.Representer;

/**
 * YAML as a tree of nodes that know their place. Nothing is constructed from it: a tag cannot name
 * a class, and a plain word cannot turn into a number, a date or a truth value behind our back.
 */
final class YamlTree {
  /** Characters of a file; room for some 200,000 routes. */
  static final int LARGEST = 32 * 1024 * 1024;

  private static final int MOST_ALIASES = 10;
  private static final int DEEPEST = 50;
  private static final Set<Tag> PLAIN_TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.TIMESTAMP, Tag.SEQ, Tag.MAP);

  private final Problems problems;
  private final Set<Node> visited = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlTree(Problems problems) {
    this.problems = problems;
  }

  /** The root, or null with at least one problem. */
  static @Nullable MappingNode read(String yaml, Problems problems) {
    Node root = compose(yaml, problems);
    if (root == null) {
      if (problems.isEmpty()) {
        problems.add(Place.START, "the file is empty", "it begins with: version: 1");
      }
      return null;
    }
    new YamlTree(problems).check(root);
    if (root instanceof MappingNode map) {
      return map;
    }
    problems.add(Place.of(root), "the file must be a map", "it begins with: version: 1");
    return null;
  }

  private static @Nullable Node compose(String yaml, Problems problems) {
    if (!isPrintable(yaml, problems)) {
      return null;
    }
    try {
      return parser().compose(new StringReader(yaml));
    } catch (YAMLException e) {
      YamlFault.report(e, problems);
      return null;
    }
  }

  private static Yaml parser() {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(false);
    options.setAllowRecursiveKeys(false);
    options.setMaxAliasesForCollections(MOST_ALIASES);
    options.setNestingDepthLimit(DEEPEST);
    options.setCodePointLimit(LARGEST);
    DumperOptions unused = new DumperOptions();
    return new Yaml(new SafeConstructor(options), new Representer(unused), unused, options);
  }

  /** The parser would refuse these too, but without a line. */
  private static boolean isPrintable(String yaml, Problems problems) {
    int line = 1;
    int start = 0;
    for (int i = 0; i < yaml.length(); i += Character.charCount(yaml.codePointAt(i))) {
      int c = yaml.codePointAt(i);
      if (c == '\n') {
        line++;
        start = i + 1;
      } else if (!StreamReader.isPrintable(c)) {
        String message =
            "an unprintable character, U+" + Integer.toHexString(0x10000 + c).substring(1);
        problems.add(new Place(line, i - start + 1), message, "write the file as plain UTF-8 text");
        return false;
      }
    }
    return true;
  }

  /** Whether no tag of its own was given to it. */
  static boolean isPlain(Node node) {
    return PLAIN_TAGS.contains(node.getTag());
  }

  private void check(Node node) {
    if (!(node instanceof ScalarNode) && !visited.add(node)) {
      return; // an alias of what was checked before, or of itself
    }
    if (!isPlain(node)) {
      problems.add(
          Place.of(node), "a tag is not allowed here", "leave out the word that begins with !");
    }
    if (node instanceof SequenceNode list) {
      list.getValue().forEach(this::check);
    } else if (node instanceof MappingNode map) {
      checkKeys(map);
      map.getValue().forEach(tuple -> check(tuple.getValueNode()));
    }
  }

  private void checkKeys(MappingNode map) {
    Map<String, Place> seen = new HashMap<>();
    for (NodeTuple tuple : map.getValue()) {
      Place place = Place.of(tuple.getKeyNode());
      if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
        problems.add(place, "a key must be text", null);
      } else if (key.getTag().equals(Tag.MERGE)) {
        problems.add(place, "merging with << is not supported", "repeat the keys");
      } else if (!key.getTag().equals(Tag.STR)) {
        problems.add(place, "a key must be text", "put \"" + key.getValue() + "\" in quotes");
      } else {
        Place first = seen.putIfAbsent(key.getValue(), place);
        if (first != null) {
          String message =
              "the key " + Text.asWritten(place, key.getValue()).quoted() + " is there twice";
          problems.add(place, message, "first on line " + first.line());
        }
      }
    }
  }
}
