// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.listener;

import io.netty.util.NetUtil;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Predicate;

/**
 * The connections of one listener over all its event loops: how many there are, in all and from
 * each source, how many there may be, and what became of those that misbehaved. A source is an IPv4
 * address or an IPv6 network of 64 bits. Any thread.
 */
public final class Census {
  private static final int NETWORK_BYTES = 8;

  private static final AtomicInteger NUMBERS = new AtomicInteger();

  private final int number = NUMBERS.incrementAndGet();
  private final int most;
  private final int mostPerSource;
  private final Predicate<String> exempt;
  private final AtomicInteger open = new AtomicInteger();
  private final ConcurrentHashMap<String, Integer> bySource = new ConcurrentHashMap<>();
  private final LongAdder refused = new LongAdder();
  private final LongAdder displaced = new LongAdder();
  private final LongAdder slowHandshakes = new LongAdder();
  private final LongAdder slowHeads = new LongAdder();
  private final LongAdder slowBodies = new LongAdder();
  private final LongAdder slowReaders = new LongAdder();

  /**
   * @param most connections at a time, at least 1
   * @param mostPerSource connections of one source at a time, at least 1
   * @param exempt addresses that stand for many clients, to which only the first bound applies
   */
  public Census(int most, int mostPerSource, Predicate<String> exempt) {
    this.most = most;
    this.mostPerSource = mostPerSource;
    this.exempt = exempt;
  }

  /** Tells listeners of one process apart; from 1. */
  int number() {
    return number;
  }

  /** What bounds a source's share; the same text for all addresses of one source. */
  static String source(String address) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(address);
    boolean network = bytes != null && bytes.length > NETWORK_BYTES;
    return network ? Arrays.toString(Arrays.copyOf(bytes, NETWORK_BYTES)) : address;
  }

  void entered(String source) {
    open.incrementAndGet();
    bySource.merge(source, 1, Integer::sum);
  }

  void left(String source) {
    open.decrementAndGet();
    bySource.computeIfPresent(source, (key, count) -> count == 1 ? null : count - 1);
  }

  /** Whether there are more than there may be. */
  boolean isCrowded() {
    return open.get() > most;
  }

  /** Whether there are more of this source than there may be. */
  boolean isCrowded(String source, String address) {
    return bySource.getOrDefault(source, 0) > mostPerSource && !exempt.test(address);
  }

  void refuse() {
    refused.increment();
  }

  void displace() {
    displaced.increment();
  }

  void slowHandshake() {
    slowHandshakes.increment();
  }

  void slowHead() {
    slowHeads.increment();
  }

  void slowBody() {
    slowBodies.increment();
  }

  void slowReader() {
    slowReaders.increment();
  }

  /** Connections there are. */
  public int open() {
    return open.get();
  }

  /** Connections that were closed at once, because there were too many. */
  public long refused() {
    return refused.sum();
  }

  /** Connections without a request that had to make room for newer ones. */
  public long displaced() {
    return displaced.sum();
  }

  /** Connections that were ended because their TLS handshake took too long. */
  public long slowHandshakes() {
    return slowHandshakes.sum();
  }

  /** Connections that were ended because a head took too long. */
  public long slowHeads() {
    return slowHeads.sum();
  }

  /** Connections that were ended because a body came too slowly. */
  public long slowBodies() {
    return slowBodies.sum();
  }

  /** Connections that were ended because nothing of the answer was taken. */
  public long slowReaders() {
    return slowReaders.sum();
  }
}
