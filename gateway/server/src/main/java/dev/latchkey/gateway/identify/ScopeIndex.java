// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

import dev.latchkey.keys.Scope;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers the scopes that routes require: no other scope can ever be asked for. Immutable. */
public final class ScopeIndex {
  private final Map<Scope, Integer> numbers = new LinkedHashMap<>();

  public ScopeIndex(Collection<Scope> required) {
    for (Scope scope : required) {
      numbers.putIfAbsent(scope, numbers.size());
    }
  }

  /** What a route asks for. */
  public ScopeMask exactly(Collection<Scope> scopes) {
    long[] words = words();
    for (Scope scope : scopes) {
      Integer number = numbers.get(scope);
      if (number == null) {
        throw new IllegalArgumentException("not among the required scopes: " + scope);
      }
      set(words, number);
    }
    return new ScopeMask(words);
  }

  /**
   * What a key may do: each required scope that any of the key's own grants, wildcards included.
   */
  public ScopeMask grantedBy(Collection<Scope> held) {
    long[] words = words();
    numbers.forEach(
        (required, number) -> {
          if (held.stream().anyMatch(scope -> scope.grants(required))) {
            set(words, number);
          }
        });
    return new ScopeMask(words);
  }

  private long[] words() {
    return new long[(numbers.size() + 63) / 64];
  }

  private static void set(long[] words, int number) {
    words[number / 64] |= 1L << (number % 64);
  }
}
