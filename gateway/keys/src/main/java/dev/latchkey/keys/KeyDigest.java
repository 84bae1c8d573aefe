// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 of a whole key: what caches and imports know a key by. Held as four longs, so that
 * comparing and hashing it touches no array. Not secret enough to print in full: a full digest
 * confirms a guessed key.
 */
public final class KeyDigest implements Digested {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final ThreadLocal<Probe> PROBE = ThreadLocal.withInitial(Probe::new);

  private final long first;
  private final long second;
  private final long third;
  private final long fourth;

  private KeyDigest(byte[] hash) {
    this.first = (long) LONGS.get(hash, 0);
    this.second = (long) LONGS.get(hash, 8);
    this.third = (long) LONGS.get(hash, 16);
    this.fourth = (long) LONGS.get(hash, 24);
  }

  /**
   * Digests a key as presented. Cheap: one SHA-256 block or two, and nothing but the result made.
   */
  public static KeyDigest of(String key) {
    return probe(key).digest();
  }

  /** The same for one look-up, with nothing made at all. */
  public static Probe probe(String key) {
    Probe probe = PROBE.get();
    probe.take(key);
    return probe;
  }

  /** Reads 64 hexadecimal digits, as in an import. */
  public static Optional<KeyDigest> parseHex(String hex) {
    if (hex.length() != 64) {
      return Optional.empty();
    }
    try {
      return Optional.of(new KeyDigest(HexFormat.of().parseHex(hex)));
    } catch (IllegalArgumentException notHex) {
      return Optional.empty();
    }
  }

  /** The 32 bytes, in a new array. */
  public byte[] toBytes() {
    byte[] bytes = new byte[32];
    LONGS.set(bytes, 0, first);
    LONGS.set(bytes, 8, second);
    LONGS.set(bytes, 16, third);
    LONGS.set(bytes, 24, fourth);
    return bytes;
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

  /**
   * The first 8 hexadecimal digits: enough to tell two log lines apart, too few to confirm a key.
   */
  @Override
  public String toString() {
    return HexFormat.of().toHexDigits((int) (first >>> 32));
  }

  /**
   * A digest to look for in a map of digests, and nothing else: there is one per thread, and the
   * next key that it digests takes its place.
   */
  public static final class Probe implements Digested {
    private final MessageDigest sha256 = sha256();
    private final byte[] in = new byte[KeyFormat.MAX_LENGTH];
    private final byte[] out = new byte[32];

    private Probe() {}

    /** What it stands for, to keep. */
    public KeyDigest digest() {
      return new KeyDigest(out);
    }

    @Override
    public long first() {
      return at(0);
    }

    @Override
    public long second() {
      return at(8);
    }

    @Override
    public long third() {
      return at(16);
    }

    @Override
    public long fourth() {
      return at(24);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return Digested.same(this, other);
    }

    @Override
    public int hashCode() {
      return Digested.hash(this);
    }

    @Override
    public String toString() {
      return digest().toString();
    }

    private long at(int index) {
      return (long) LONGS.get(out, index);
    }

    private void take(String key) {
      int length = Math.min(key.length(), in.length);
      try {
        if (key.length() > length || !copyAscii(key, length)) {
          sha256.update(key.getBytes(StandardCharsets.UTF_8));
        } else {
          sha256.update(in, 0, length);
        }
        sha256.digest(out, 0, out.length);
      } catch (DigestException tooShort) {
        throw new IllegalStateException(tooShort);
      } finally {
        Arrays.fill(in, 0, length, (byte) 0);
      }
    }

    private boolean copyAscii(String key, int length) {
      int all = 0;
      for (int i = 0; i < length; i++) {
        char c = key.charAt(i);
        in[i] = (byte) c;
        all |= c;
      }
      return all < 0x80;
    }

    private static MessageDigest sha256() {
      try {
        return MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException everyJavaHasIt) {
        throw new IllegalStateException(everyJavaHasIt);
      }
    }
  }
}
