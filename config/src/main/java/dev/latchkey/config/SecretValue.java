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

  /** The same secret, whatever it is called: a rotated one makes a configuration another one. */
  @Override
  public boolean equals(Object other) {
    return other instanceof SecretValue that && value.equals(that.value);
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public String toString() {
    return reference;
  }
}
