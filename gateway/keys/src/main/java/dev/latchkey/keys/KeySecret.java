// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * The plaintext of a key: shown once to the person who made it, then gone. Prints as stars and has
 * no serialised form; whoever needs the text says so with {@link #reveal()}.
 */
public final class KeySecret {
  private final String text;

  public KeySecret(String text) {
    this.text = text;
  }

  /** The plaintext. Only the answer that creates or rotates a key may carry it. */
  public String reveal() {
    return text;
  }

  @Override
  public String toString() {
    return "***";
  }
}
