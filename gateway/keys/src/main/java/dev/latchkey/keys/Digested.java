// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import org.jspecify.annotations.Nullable;

/**
 * What is known by the SHA-256 of a whole key, here as four longs. Equal to everything else that is
 * known by the same one, so that in a map one finds another. Never changes while it is in a map.
 */
public interface Digested {
  /** Octets 0 to 7 of the digest, the first of them the highest; the others follow. */
  long first();

  long second();

  long third();

  long fourth();

  /** What equality means for all of these. */
  static boolean same(Digested one, @Nullable Object other) {
    return other instanceof Digested that
        && ((one.first() ^ that.first())
                | (one.second() ^ that.second())
                | (one.third() ^ that.third())
                | (one.fourth() ^ that.fourth()))
            == 0;
  }

  /** The hash code of all of these: a digest is random, any of its bits are as good as others. */
  static int hash(Digested of) {
    return Long.hashCode(of.first());
  }
}
