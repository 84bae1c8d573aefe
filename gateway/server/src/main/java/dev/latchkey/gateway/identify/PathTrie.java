// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.gateway.accept.CanonicalTarget;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
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
    private final Literals literals = new Literals();
    private final List<Route> here = new ArrayList<>(1);
    private final List<Route> below = new ArrayList<>(1);
    private @Nullable Node any;

    Node child(String literal) {
      return literals.of(literal);
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
        Node literal = literals.get(target, depth);
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

  /** Nodes by segment, found without making a text of the segment. */
  private static final class Literals {
    private String[] names = new String[2];
    private Node[] nodes = new Node[2];
    private int size;

    /** The node of this literal, made if there is none. */
    Node of(String literal) {
      int slot = slot(literal);
      if (names[slot] == null) {
        if (2 * ++size >= names.length) {
          grow();
          slot = slot(literal);
        }
        names[slot] = literal;
        nodes[slot] = new Node();
      }
      return nodes[slot];
    }

    @Nullable Node get(CanonicalTarget target, int segment) {
      if (size == 0) {
        return null;
      }
      int slot = spread(target.segmentHash(segment)) & (names.length - 1);
      while (names[slot] != null && !target.isSegment(segment, names[slot])) {
        slot = (slot + 1) & (names.length - 1);
      }
      return nodes[slot];
    }

    private int slot(String literal) {
      int slot = spread(literal.hashCode()) & (names.length - 1);
      while (names[slot] != null && !names[slot].equals(literal)) {
        slot = (slot + 1) & (names.length - 1);
      }
      return slot;
    }

    private void grow() {
      String[] oldNames = names;
      Node[] oldNodes = nodes;
      names = new String[2 * oldNames.length];
      nodes = new Node[2 * oldNodes.length];
      for (int i = 0; i < oldNames.length; i++) {
        if (oldNames[i] != null) {
          int slot = slot(oldNames[i]);
          names[slot] = oldNames[i];
          nodes[slot] = oldNodes[i];
        }
      }
    }

    private static int spread(int hash) {
      return hash ^ hash >>> 16;
    }
  }
}
