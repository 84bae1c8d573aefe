// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * The public, loggable name of a key: a UUID version 7 (RFC 9562, section 5.7), so that ids sort by
 * the time of creation. It never changes, not even when the secret is rotated.
 */
public record KeyId(UUID value) implements Comparable<KeyId> {
  private static final String SHORT_PREFIX = "key_";
  private static final int SHORT_DIGITS = 22;

  /** A new id for this instant. */
  public static KeyId create(Instant now, SecureRandom random) {
    long high = (now.toEpochMilli() << 16) | 0x7000L | (random.nextLong() & 0xFFFL);
    long low = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new KeyId(new UUID(high, low));
  }

  /** Reads either written form: a canonical UUID, or {@code key_} and 22 base62 characters. */
  public static Optional<KeyId> parse(String text) {
    if (text.length() == SHORT_PREFIX.length() + SHORT_DIGITS && text.startsWith(SHORT_PREFIX)) {
      return Base62.decode(text, SHORT_PREFIX.length())
          .filter(number -> number.bitLength() <= 128)
          .map(
              number -> new KeyId(new UUID(number.shiftRight(64).longValue(), number.longValue())));
    }
    if (text.length() != 36) {
      return Optional.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equalsIgnoreCase(text)
          ? Optional.of(new KeyId(uuid))
          : Optional.empty();
    } catch (IllegalArgumentException notAUuid) {
      return Optional.empty();
    }
  }

  /** The short form, {@code key_} and 22 base62 characters. */
  public String shortForm() {
    BigInteger high = new BigInteger(Long.toUnsignedString(value.getMostSignificantBits()));
    BigInteger low = new BigInteger(Long.toUnsignedString(value.getLeastSignificantBits()));
    return SHORT_PREFIX + Base62.encode(high.shiftLeft(64).or(low), SHORT_DIGITS);
  }

  @Override
  public int compareTo(KeyId other) {
    return value.compareTo(other.value);
  }

  /** The canonical UUID. */
  @Override
  public String toString() {
    return value.toString();
  }
}
