// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.identify;

/** The credential as sent. Prints as stars; lives as long as its request. */
public final class PresentedKey {
  private final String text;

  PresentedKey(String text) {
    this.text = text;
  }

  /** The text itself, for digesting. */
  public String reveal() {
    return text;
  }

  /** Whether it is ASCII: beyond that, no two servers agree on what a field says. */
  public boolean isPlain() {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > '~') {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "***";
  }
}
