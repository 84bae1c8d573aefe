// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import io.netty.util.NetUtil;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * How many keys that are not accepted one source may try in a minute before its failures are told
 * apart from honest ones. It never decides over a key that is valid: two sources that share a place
 * here, or one address, only share the wording of their failures. Fixed in size, so that no flood
 * of addresses makes it grow or forget. Any thread.
 */
public final class FailureBudget {
  /** Failures of one source in one window. */
  static final int MOST = 500;

  private static final long WINDOW_NANOS = TimeUnit.MINUTES.toNanos(1);
  private static final int PLACES = 1 << 16;
  private static final int NETWORK_BYTES = 8;
  private static final long COUNT = 0xFFFF_FFFFL;

  private final AtomicLongArray places = new AtomicLongArray(PLACES);
  private final LongSupplier nanoTime;
  private final long begun;
  private final int seed;

  /**
   * @param seed that nobody outside can know, so that nobody can choose with whom to share a place
   */
  public FailureBudget(LongSupplier nanoTime, int seed) {
    this.nanoTime = nanoTime;
    this.begun = nanoTime.getAsLong();
    this.seed = seed;
  }

  /** Counts a failure of this client; returns whether there have been too many. */
  boolean spend(String client) {
    int place = place(client);
    long window = window();
    long after = places.updateAndGet(place, before -> (inWindow(before, window) + 1) | window);
    return (after & COUNT) > MOST;
  }

  /** Whether there have been too many, without counting another. */
  boolean isSpent(String client) {
    return inWindow(places.get(place(client)), window()) >= MOST;
  }

  /** The number of the present window in the upper half. */
  private long window() {
    return ((nanoTime.getAsLong() - begun) / WINDOW_NANOS) << 32;
  }

  private static long inWindow(long place, long window) {
    return (place & ~COUNT) == window ? Math.min(place & COUNT, Integer.MAX_VALUE) : 0;
  }

  /** By IPv4 address, or IPv6 network of 64 bits. */
  private int place(String client) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(client);
    int hash = seed;
    if (address == null) {
      hash = 31 * hash + client.hashCode();
    } else {
      for (int i = 0; i < Math.min(address.length, NETWORK_BYTES); i++) {
        hash = 31 * hash + address[i];
      }
    }
    hash *= 0x9E3779B1;
    return (hash ^ (hash >>> 16)) & (PLACES - 1);
  }
}
