// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import java.util.Collection;

/**
 * A fixed set of header names. Letter case does not matter, and an underscore or a dot counts as a
 * dash: upstreams that turn names into variables cannot tell them apart, so neither may we. Built
 * once, then looked up without allocating.
 */
final class NameSet {
  private final String[] slots;

  NameSet(Collection<String> names) {
    int size = Integer.highestOneBit(Math.max(4, names.size() * 4) - 1) * 2;
    this.slots = new String[size];
    names.forEach(this::put);
  }

  boolean contains(CharSequence name) {
    int i = hash(name) & (slots.length - 1);
    while (slots[i] != null) {
      if (same(slots[i], name)) {
        return true;
      }
      i = (i + 1) & (slots.length - 1);
    }
    return false;
  }

  private void put(String name) {
    if (contains(name)) {
      return;
    }
    int i = hash(name) & (slots.length - 1);
    while (slots[i] != null) {
      i = (i + 1) & (slots.length - 1);
    }
    slots[i] = name;
  }

  /** Of its length and its ends: what is in no set is told apart by less than all of it. */
  private static int hash(CharSequence name) {
    int length = name.length();
    if (length == 0) {
      return 0;
    }
    int hash = 31 * (31 * length + fold(name.charAt(0))) + fold(name.charAt(length - 1));
    return hash ^ (hash >>> 5);
  }

  static boolean same(String a, CharSequence b) {
    return a.length() == b.length() && hasPrefix(b, a);
  }

  /** Whether the name begins with the prefix, by the same folding. */
  static boolean hasPrefix(CharSequence name, String prefix) {
    if (name.length() < prefix.length()) {
      return false;
    }
    for (int i = 0; i < prefix.length(); i++) {
      if (fold(name.charAt(i)) != fold(prefix.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static int fold(char c) {
    return c >= 'A' && c <= 'Z' ? c | 0x20 : c == '_' || c == '.' ? '-' : c;
  }
}
