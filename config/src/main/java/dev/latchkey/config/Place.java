// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

import java.util.Comparator;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** Where something stands in the file; both numbers from 1. */
record Place(int line, int column) implements Comparable<Place> {
  private static final Comparator<Place> ORDER =
      Comparator.comparingInt(Place::line).thenComparingInt(Place::column);

  /** For what has no place of its own, such as a file that is not there. */
  static final Place START = new Place(1, 1);

  static Place of(Mark mark) {
    return new Place(mark.getLine() + 1, mark.getColumn() + 1);
  }

  static Place of(Node node) {
    return of(node.getStartMark());
  }

  @Override
  public int compareTo(Place other) {
    return ORDER.compare(this, other);
  }
}
