// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.fault;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands before a server on this machine and does to its connections what networks do, on demand
 * and at once. Works on bytes, so whatever speaks TCP may pass. Two threads per connection.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int PIECE = 16 * 1_024;
  private static final int THROTTLE_MILLIS = 20;

  private final int target;
  private final ServerSocket listener;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Object change = new Object();
  private volatile Fault fault = Fault.pass();

  /**
   * @param target port on loopback
   */
  public FaultProxy(int target) {
    this.target = target;
    try {
      this.listener = new ServerSocket(0, 256, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** From now on this befalls every byte, on connections old and new. */
  public void set(Fault next) {
    synchronized (change) {
      fault = next;
      change.notifyAll();
    }
  }

  /** Connections that ever came. */
  public int accepted() {
    return accepted.get();
  }

  /** Resets every connection; new ones are as good as the fault in force. */
  public void resetAll() {
    open.forEach(FaultProxy::reset);
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket near = listener.accept();
        accepted.incrementAndGet();
        open.add(near);
        start(() -> connect(near));
      } catch (IOException over) {
        return;
      }
    }
  }

  private void connect(Socket near) {
    awaitReading();
    Socket far = new Socket();
    open.add(far);
    try {
      near.setTcpNoDelay(true);
      far.setTcpNoDelay(true);
      far.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), target));
      start(() -> carry(far, near, true));
      carry(near, far, false);
    } catch (IOException refused) {
      close(near);
      close(far);
    }
  }

  /** One direction, to its end. */
  private void carry(Socket from, Socket to, boolean answers) {
    byte[] piece = new byte[PIECE];
    int moved = 0;
    try {
      while (true) {
        awaitReading();
        int length = from.getInputStream().read(piece);
        if (length < 0) {
          to.shutdownOutput();
          return;
        }
        pass(piece, length, moved, from, to, answers);
        moved += length;
      }
    } catch (IOException gone) {
      close(from);
      close(to);
    }
  }

  private void pass(byte[] piece, int length, int moved, Socket from, Socket to, boolean answers)
      throws IOException {
    Fault now = fault;
    OutputStream out = to.getOutputStream();
    switch (now.kind()) {
      case PASS, ACCEPT_WITHOUT_READING -> out.write(piece, 0, length);
      case DELAY -> {
        pause(now.amount());
        out.write(piece, 0, length);
      }
      case THROTTLE -> trickle(piece, length, now.amount(), out);
      case RESET -> {
        reset(from);
        reset(to);
      }
      case BLACKHOLE -> {}
      case CUT -> {
        int left = answers ? now.amount() - moved : length + 1;
        out.write(piece, 0, Math.min(length, Math.max(0, left)));
        if (left <= length) {
          close(to);
          close(from);
        }
      }
      case HALF_CLOSE -> {
        out.write(piece, 0, length);
        if (answers) {
          to.shutdownOutput();
        }
      }
      case CORRUPT -> {
        int at = now.amount() - moved;
        if (answers && at >= 0 && at < length) {
          piece[at] ^= 0x20;
        }
        out.write(piece, 0, length);
      }
    }
  }

  private void trickle(byte[] piece, int length, int bytesPerSecond, OutputStream out)
      throws IOException {
    int step = Math.max(1, bytesPerSecond * THROTTLE_MILLIS / 1_000);
    for (int at = 0; at < length; at += step) {
      out.write(piece, at, Math.min(step, length - at));
      out.flush();
      pause(Math.max(THROTTLE_MILLIS, 1_000 / bytesPerSecond));
    }
  }

  /** Lets time pass, unless the proxy is closed meanwhile. */
  private void pause(int millis) throws IOException {
    try {
      if (closed.await(millis, TimeUnit.MILLISECONDS)) {
        throw new IOException("the proxy is closed");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  private void awaitReading() {
    synchronized (change) {
      try {
        while (fault.kind() == Fault.Kind.ACCEPT_WITHOUT_READING && !listener.isClosed()) {
          change.wait();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
      socket.close();
    } catch (IOException gone) {
      // As it should be.
    }
  }

  private void close(Socket socket) {
    open.remove(socket);
    try {
      socket.close();
    } catch (IOException gone) {
      // As it should be.
    }
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "fault-proxy");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    closed.countDown();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    set(Fault.pass());
    open.forEach(this::close);
  }
}
