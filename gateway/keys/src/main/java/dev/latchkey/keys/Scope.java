// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.regex.Pattern;

/**
 * One permission word: {@code contacts}, {@code leads:read}, {@code leads:*} or {@code *}. A
 * wildcard grants; a route requires plain scopes only.
 */
public record Scope(String id) implements Comparable<Scope> {
  private static final Pattern SHAPE = Pattern.compile("\\*|[a-z0-9_.-]+(:([a-z0-9_.-]+|\\*))?");
  private static final int MAX_LENGTH = 100;

  /** Everything. */
  public static final Scope ALL = new Scope("*");

  /**
   * @throws IllegalArgumentException for any other shape
   */
  public Scope {
    if (id.length() > MAX_LENGTH || !SHAPE.matcher(id).matches()) {
      throw new IllegalArgumentException("not a scope: a word such as leads:read");
    }
  }

  /** Whether the text has the shape of a scope. */
  public static boolean isValid(String id) {
    return id.length() <= MAX_LENGTH && SHAPE.matcher(id).matches();
  }

  /** Whether it stands for others: {@code *}, or one that ends in {@code :*}. */
  public boolean isWildcard() {
    return id.endsWith("*");
  }

  /** Whether holding this scope is enough where {@code required} is asked for. */
  public boolean grants(Scope required) {
    if (id.equals("*") || equals(required)) {
      return true;
    }
    return id.endsWith(":*") && required.id.startsWith(id.substring(0, id.length() - 1));
  }

  @Override
  public int compareTo(Scope other) {
    return id.compareTo(other.id);
  }

  @Override
  public String toString() {
    return id;
  }
}
