// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

/**
 * What may be remembered of a secret so that a person recognises it: the prefix and, for minted
 * keys, the first and last four characters (47.6 bits of 178). All empty for a key known by digest.
 */
public record Hint(String prefix, String start, String end) {
  private static final int SHOWN = 4;

  /** Of a secret that begins with this prefix. */
  public static Hint of(KeySecret secret, String prefix) {
    String key = secret.reveal();
    if (!KeyFormat.isMinted(key, prefix)) {
      return new Hint(key.startsWith(prefix) ? prefix : "", "", "");
    }
    return new Hint(
        prefix,
        key.substring(prefix.length(), prefix.length() + SHOWN),
        key.substring(key.length() - SHOWN));
  }

  /** For lists: the parts with an ellipsis between them. */
  public String masked() {
    return prefix + start + "…" + end;
  }
}
