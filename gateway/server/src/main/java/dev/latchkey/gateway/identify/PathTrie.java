// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.accept.CanonicalTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Paths by segment: a literal before a {@code {name}} before a final {@code /**}. Built once, then
 * only read.
 */
final class PathTrie {
  private static final Comparator<Route> NAMED_METHODS_FIRST =
      Comparator.comparing(route -> route.methods().isEmpty());

  private final Node root = new Node();

  void add(Route route) {
    Node node = root;
    String path = route.path();
    boolean below = path.endsWith("/**");
    String plain = below ? path.substring(0, path.length() - 3) : path;
    for (String segment : plain.split("/", -1)) {
      if (!segment.isEmpty()) {
        node = segment.startsWith("{") ? node.anyChild() : node.child(segment);
      }
    }
    List<Route> slot = below ? node.below : node.here;
    slot.add(route);
    slot.sort(NAMED_METHODS_FIRST);
  }

  /** Routes of the most specific path that matches, or null. */
  @Nullable List<Route> find(CanonicalTarget target) {
    return root.find(target, 0);
  }

  private static final class Node {
    private final Map<String, Node> literals = new HashMap<>();
    private final List<Route> here = new ArrayList<>(1);
    private final List<Route> below = new ArrayList<>(1);
    private @Nullable Node any;

    Node child(String literal) {
      return literals.computeIfAbsent(literal, l -> new Node());
    }

    Node anyChild() {
      Node child = any;
      if (child == null) {
        child = new Node();
        any = child;
      }
      return child;
    }

    @Nullable List<Route> find(CanonicalTarget target, int depth) {
      List<Route> found = null;
      if (depth == target.segments()) {
        found = here.isEmpty() ? null : here;
      } else {
        Node literal = literals.isEmpty() ? null : literals.get(target.segment(depth));
        if (literal != null) {
          found = literal.find(target, depth + 1);
        }
        if (found == null && any != null) {
          found = any.find(target, depth + 1);
        }
      }
      return found != null || below.isEmpty() ? found : below;
    }
  }
}
