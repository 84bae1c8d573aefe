// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

/** A set of scopes as bits, so that checking it is a few machine instructions. Immutable. */
public final class ScopeMask {
  private final long[] words;

  ScopeMask(long[] words) {
    this.words = words;
  }

  /** Whether every scope of the other set is in this one. Both come from one {@link ScopeIndex}. */
  public boolean coversAll(ScopeMask required) {
    for (int i = 0; i < required.words.length; i++) {
      if ((required.words[i] & ~words[i]) != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether any scope of the other set is in this one. Both come from one {@link ScopeIndex}. */
  public boolean coversAny(ScopeMask required) {
    for (int i = 0; i < required.words.length; i++) {
      if ((required.words[i] & words[i]) != 0) {
        return true;
      }
    }
    return false;
  }
}
