// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.wire;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A backend on a loopback socket that answers as its script says, request after request; the last
 * entry goes on for ever. A thread per connection.
 */
public final class RawUpstream implements AutoCloseable {
  private final List<Script> scripts;
  private final ServerSocket listener;
  private final AtomicInteger turn = new AtomicInteger();
  private final BlockingQueue<Seen> seen = new LinkedBlockingQueue<>();
  private final CountDownLatch abandoned = new CountDownLatch(1);
  private final CountDownLatch done = new CountDownLatch(1);
  private final AtomicInteger connections = new AtomicInteger();
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();

  public RawUpstream(List<Script> scripts) {
    this(scripts, "127.0.0.1", 0);
  }

  /**
   * @param address of this machine
   * @param port 0 for any
   */
  public RawUpstream(List<Script> scripts, String address, int port) {
    this.scripts = List.copyOf(scripts);
    try {
      this.listener = new ServerSocket(port, 64, InetAddress.getByName(address));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    start(this::accept);
  }

  public int port() {
    return listener.getLocalPort();
  }

  /** The next request that arrived; null when none does for a while. */
  public @Nullable Seen next() {
    return poll(5_000);
  }

  /** The next request; null when none arrives for so long. */
  public @Nullable Seen nextWithin(long millis) {
    return poll(millis);
  }

  /** Connections that ever came. */
  public int connections() {
    return connections.get();
  }

  /** Whether nothing has arrived. Ask only once everything was answered. */
  public boolean sawNothing() {
    return seen.isEmpty();
  }

  /** Waits until a connection came to its end: all was said that there was to say. */
  public boolean isDone() {
    try {
      return done.await(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Whether the gateway lets go of a request that hangs here, soon. */
  public boolean isAbandoned() {
    try {
      return abandoned.await(3, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private @Nullable Seen poll(long millis) {
    try {
      return seen.poll(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket socket = listener.accept();
        socket.setTcpNoDelay(true);
        open.add(socket);
        connections.incrementAndGet();
        start(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      WireReader reader = new WireReader(socket.getInputStream());
      for (Head head = reader.head(); head != null; head = reader.head()) {
        Script script = scripts.get(Math.min(turn.getAndIncrement(), scripts.size() - 1));
        if (!act(socket, reader, head, script)) {
          return;
        }
      }
    } catch (IOException gone) {
      // The gateway let go of the connection, which is its right.
    } finally {
      open.remove(socket);
      done.countDown();
    }
  }

  /** Whether the connection goes on. */
  private boolean act(Socket socket, WireReader reader, Head head, Script script)
      throws IOException {
    if (script.early()) {
      seen.add(new Seen(head, "", false));
    } else {
      seen.add(read(reader, head));
    }
    socket.getOutputStream().write(script.answer().getBytes(StandardCharsets.ISO_8859_1));
    socket.getOutputStream().flush();
    switch (script.ending()) {
      case KEEP -> {
        return true;
      }
      case HANG -> awaitEnd(reader);
      case RESET -> socket.setSoLinger(true, 0);
      case CLOSE -> {}
    }
    return false;
  }

  private void awaitEnd(WireReader reader) {
    try {
      while (reader.read() >= 0) {
        // Only the end is of interest.
      }
    } catch (IOException alsoAnEnd) {
      // As good as a FIN.
    }
    abandoned.countDown();
  }

  private static Seen read(WireReader reader, Head head) throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    boolean whole = true;
    try {
      if (head.isChunked()) {
        reader.chunked(body);
      } else if (head.length() > 0) {
        reader.exactly(head.length(), body);
      }
    } catch (EOFException | SocketException brokenOff) {
      whole = false;
    }
    return new Seen(head, body.toString(StandardCharsets.ISO_8859_1), whole);
  }

  private static void start(Runnable task) {
    Thread thread = new Thread(task, "raw-upstream");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void close() {
    try {
      listener.close();
      for (Socket socket : open) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
