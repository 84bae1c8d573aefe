// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * The account that a key, a principal and every row belongs to.
 *
 * @param id 1 to 100 characters as the identity provider's claim gives it
 */
public record Tenant(String id) {
  public Tenant {
    if (id.isBlank() || id.length() > 100) {
      throw new IllegalArgumentException("a tenant is 1 to 100 characters");
    }
  }

  @Override
  public String toString() {
    return id;
  }
}
