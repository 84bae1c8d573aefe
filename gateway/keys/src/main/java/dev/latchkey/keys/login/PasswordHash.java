// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

/** A password as it is stored: slow to test, and never printed. */
public final class PasswordHash {
  private final String encoded;

  /**
   * @param encoded with its algorithm, parameters and salt
   */
  public PasswordHash(String encoded) {
    this.encoded = encoded;
  }

  /** The stored text, for the store and for whoever tests a password. */
  public String reveal() {
    return encoded;
  }

  @Override
  public String toString() {
    return "PasswordHash";
  }
}
