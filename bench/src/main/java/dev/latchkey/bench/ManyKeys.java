// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.bench;

import dev.latchkey.keys.KeyGrant;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.Validity;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

/** Rows as the store gives them: every part of its own. */
public final class ManyKeys {
  private ManyKeys() {}

  /** The key of this number, which may do what the route of that number asks for. */
  public static KeyGrant grant(int number, int routes) {
    TreeSet<Scope> scopes = new TreeSet<>();
    scopes.add(new Scope("s" + number % routes + ":read"));
    return new KeyGrant(
        id(number),
        new UUID(1, number),
        false,
        null,
        new Tenant(new String("bench")),
        new String("bench"),
        "key " + number,
        null,
        scopes,
        null,
        List.of(),
        List.of(),
        null,
        Validity.UNLIMITED,
        Instant.EPOCH,
        false,
        null,
        null);
  }

  /** As random as real ones: ids that differ in few bits would meet in one bin of a hash table. */
  private static KeyId id(int number) {
    SplittableRandom random = new SplittableRandom(number);
    long high = (random.nextLong() & ~0xF000L) | 0x7000L;
    long low = (random.nextLong() >>> 2) | 0x8000000000000000L;
    return new KeyId(new UUID(high, low));
  }
}
