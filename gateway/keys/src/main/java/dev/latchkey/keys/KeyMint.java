// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.security.SecureRandom;

/** Makes new secrets. Any thread. */
public final class KeyMint {
  private final SecureRandom random;

  public KeyMint(SecureRandom random) {
    this.random = random;
  }

  /** Prefix, 30 random base62 characters, 6 characters of check. */
  public KeySecret mint(String prefix) {
    StringBuilder key = new StringBuilder(prefix.length() + KeyFormat.BODY_LENGTH).append(prefix);
    for (int i = 0; i < KeyFormat.RANDOM_LENGTH; i++) {
      key.append(Base62.ALPHABET.charAt(random.nextInt(62)));
    }
    return new KeySecret(key.append(KeyFormat.check(key.toString())).toString());
  }
}
