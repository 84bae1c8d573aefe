// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.streaming;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.CRC32C;

/**
 * A body of numbered blocks with a running checksum at both ends. One thread sends, one receives,
 * any may ask.
 */
final class Flood {
  static final int BLOCK = 16 * 1_024;

  private final long length;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong received = new AtomicLong();
  private final CRC32C sentSum = new CRC32C();
  private final CRC32C receivedSum = new CRC32C();
  private final byte[] incoming = new byte[4 * BLOCK];
  private final BlockingQueue<Long> progress = new LinkedBlockingQueue<>(1);

  /**
   * @param length in bytes, a multiple of the block
   */
  Flood(long length) {
    this.length = length;
  }

  /** Writes the whole body. Blocks for as long as the other end does not read. */
  void send(OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    new Random(7).nextBytes(block);
    ByteBuffer number = ByteBuffer.wrap(block);
    for (long i = 0; i < length / BLOCK; i++) {
      number.putLong(0, i);
      sentSum.update(block);
      out.write(block);
      sent.addAndGet(BLOCK);
      progress.offer(i);
    }
    out.flush();
  }

  /** Reads up to this position of the body. */
  void receive(InputStream in, long upTo) throws IOException {
    while (received.get() < upTo) {
      int wanted = (int) Math.min(incoming.length, upTo - received.get());
      int count = in.read(incoming, 0, wanted);
      if (count < 0) {
        throw new EOFException("the body ends after " + received.get() + " bytes");
      }
      receivedSum.update(incoming, 0, count);
      received.addAndGet(count);
    }
  }

  /** Waits until the sender has got nothing more out for a while. */
  void awaitStandstill() throws InterruptedException {
    while (progress.poll(400, TimeUnit.MILLISECONDS) != null) {
      // It still gets something out.
    }
  }

  /** Bytes that one end sent and the other has not read, give or take a block. */
  long underWay() {
    return sent.get() - received.get();
  }

  long received() {
    return received.get();
  }

  boolean arrivedUnchanged() {
    return received.get() == length && sentSum.getValue() == receivedSum.getValue();
  }
}
