// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * Who changes something.
 *
 * @param type what kind of party that is
 * @param id stable, as the issuer names it
 * @param name for people; the id where there is none
 */
public record Actor(Type type, String id, String name) {
  /** The kinds of party that can change a key. */
  public enum Type {
    USER,
    KEY,
    OPERATOR,
    SYSTEM
  }
}
