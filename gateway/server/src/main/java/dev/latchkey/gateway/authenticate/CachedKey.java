// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.keys.Digested;
import dev.latchkey.keys.KeyGrant;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A key's state that is found by itself: it has the digest that a look-up compares, so that whoever
 * has compared it has what it looked for near at hand, and a million keys need no objects for their
 * digests. Two states of one secret are equal, whatever they say.
 */
final class CachedKey extends KeyState implements Digested {
  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  CachedKey(
      Digested digest, KeyTerms terms, KeyGrant grant, long revision, @Nullable Instant expiresAt) {
    super(terms, grant, revision, expiresAt);
    this.first = digest.first();
    this.second = digest.second();
    this.third = digest.third();
    this.fourth = digest.fourth();
  }

  @Override
  public long first() {
    return first;
  }

  @Override
  public long second() {
    return second;
  }

  @Override
  public long third() {
    return third;
  }

  @Override
  public long fourth() {
    return fourth;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return Digested.same(this, other);
  }

  @Override
  public int hashCode() {
    return Digested.hash(this);
  }
}
