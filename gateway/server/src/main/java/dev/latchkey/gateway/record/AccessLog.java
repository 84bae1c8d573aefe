// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.record;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.record.LogLine.Member;
import dev.latchkey.gateway.refusal.Reason;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.InstantSource;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.jctools.queues.MpscArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One JSON line per request. Event loops only enqueue; a thread of its own formats and writes, in
 * few large writes. When the reader of the log stalls, lines are dropped and counted, and requests
 * go on. No query, no header and no secret is ever written.
 */
public final class AccessLog implements Recorder, AutoCloseable {
  private static final int CAPACITY = 65_536;
  private static final int BUFFER_BYTES = 64 * 1_024;
  private static final long IDLE_NANOS = 50_000_000;
  private static final Logger log = LoggerFactory.getLogger(AccessLog.class);

  private static final Member TIME = new Member("time");
  private static final Member REQUEST_ID = new Member("requestId");
  private static final Member CLIENT = new Member("client");
  private static final Member METHOD = new Member("method");
  private static final Member PATH = new Member("path");
  private static final Member STATUS = new Member("status");
  private static final Member CODE = new Member("code");
  private static final Member ROUTE = new Member("route");
  private static final Member KEY_ID = new Member("keyId");
  private static final Member TENANT = new Member("tenant");
  private static final Member PROFILE = new Member("profile");
  private static final Member DURATION_MICROS = new Member("durationMicros");
  private static final Member BYTES_IN = new Member("bytesIn");
  private static final Member BYTES_OUT = new Member("bytesOut");

  private final MpscArrayQueue<Line> queue = new MpscArrayQueue<>(CAPACITY);
  private final LongAdder dropped = new LongAdder();
  private final LogLine text = new LogLine();
  private final OutputStream out;
  private final InstantSource clock;
  private final Thread writer;
  private volatile boolean closing;

  /** What is left of a request: none of its buffers and fields outlive it here. */
  private record Line(
      long millis,
      String id,
      String client,
      String method,
      @Nullable CanonicalTarget target,
      int status,
      @Nullable Reason reason,
      @Nullable Route route,
      @Nullable KeyState key,
      long durationNanos,
      long in,
      long out) {}

  /**
   * @param out written by one thread only; not closed
   */
  public AccessLog(OutputStream out, InstantSource clock) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.clock = clock;
    this.writer = new Thread(this::run, "latchkey-access-log");
    this.writer.setDaemon(true);
    this.writer.start();
  }

  @Override
  public void record(Outcome outcome) {
    Exchange exchange = outcome.exchange();
    Line line =
        new Line(
            clock.millis(),
            exchange.id(),
            exchange.client(),
            exchange.request().method().name(),
            exchange.target(),
            outcome.status(),
            outcome.reason(),
            outcome.route(),
            outcome.key(),
            outcome.durationNanos(),
            exchange.bytesIn(),
            exchange.response().bytesWritten());
    if (closing || !queue.offer(line)) {
      dropped.increment();
    }
  }

  /** Lines that were lost because nobody took them fast enough. */
  public long dropped() {
    return dropped.sum();
  }

  private void run() {
    boolean writable = true;
    while (true) {
      boolean last = closing;
      try {
        drain();
        writable = true;
      } catch (IOException | RuntimeException unwritable) {
        dropped.increment();
        // Once, for what is full is often where this line goes, too.
        if (writable) {
          log.warn("the access log cannot be written: {}", unwritable.toString());
        }
        writable = false;
      }
      if (last) {
        return;
      }
      LockSupport.parkNanos(IDLE_NANOS);
    }
  }

  private void drain() throws IOException {
    boolean any = false;
    for (Line line = queue.poll(); line != null; line = queue.poll()) {
      write(line);
      any = true;
    }
    if (any) {
      out.flush();
    }
  }

  private void write(Line queued) throws IOException {
    LogLine line =
        text.begin()
            .time(TIME, queued.millis())
            .text(REQUEST_ID, queued.id())
            .text(CLIENT, queued.client())
            .text(METHOD, queued.method());
    CanonicalTarget target = queued.target();
    if (target != null) {
      line.text(PATH, target.toString(), target.pathLength());
    }
    line.number(STATUS, queued.status());
    Reason reason = queued.reason();
    if (reason != null) {
      line.text(CODE, reason.code());
    }
    Route route = queued.route();
    if (route != null) {
      line.text(ROUTE, route.id());
    }
    KeyState key = queued.key();
    if (key != null) {
      line.text(KEY_ID, key.idText()).text(TENANT, key.tenant().id()).text(PROFILE, key.profile());
    }
    line.number(DURATION_MICROS, queued.durationNanos() / 1_000)
        .number(BYTES_IN, queued.in())
        .number(BYTES_OUT, queued.out())
        .endOnto(out);
  }

  /** Writes what is queued and stops. Blocks for at most two seconds; not for an event loop. */
  @Override
  public void close() {
    closing = true;
    LockSupport.unpark(writer);
    try {
      writer.join(2_000);
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
  }
}
