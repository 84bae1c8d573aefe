// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.config;

/**
 * A secret that the configuration names by reference. Prints as the reference, never as its value.
 *
 * @see #reveal()
 */
public final class SecretValue {
  private final String reference;
  private final String value;

  /**
   * @param reference as written in the file, such as {@code ${env:DB_PASSWORD}}
   */
  public SecretValue(String reference, String value) {
    this.reference = reference;
    this.value = value;
  }

  /** The secret itself, for handing to the one library that needs it. */
  public String reveal() {
    return value;
  }

  @Override
  public String toString() {
    return reference;
  }
}
