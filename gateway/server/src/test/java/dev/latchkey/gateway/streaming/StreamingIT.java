// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.streaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.latchkey.gateway.LoopWatch;
import dev.latchkey.gateway.TestConfig;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * A gigabyte each way, with a reader that stops for a while: what the gateway holds meanwhile is
 * bounded. What the kernel holds in the sockets is read from its own tables and set aside.
 */
@Timeout(120)
class StreamingIT {
  @RegisterExtension static final LoopWatch LOOPS = new LoopWatch();

  private static final long GIB = 1L << 30;
  private static final long STOP_AT = 64L << 20;
  private static final long MOST_HELD = 256 * 1_024;
  private static final long HEAP_GROWTH = 16L << 20;
  private static final int SOCKET_BUFFER = 64 * 1_024;

  private final Flood flood = new Flood(GIB);
  private final ServerSocket backend;
  private final TestGateway gateway;

  StreamingIT() throws IOException {
    TestClock clock = new TestClock();
    backend = new ServerSocket();
    backend.setReceiveBufferSize(SOCKET_BUFFER);
    backend.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    gateway =
        new TestGateway(
            LOOPS.vertx(),
            TestConfig.of(backend.getLocalPort(), "poolSize: 2"),
            new MapKeys(clock),
            clock);
  }

  @BeforeEach
  void linux() {
    assumeTrue(KernelQueues.areVisible(), "needs /proc/net/tcp to tell what the kernel holds");
  }

  @AfterEach
  void close() throws IOException {
    gateway.close();
    backend.close();
  }

  @Test
  void aDownloadOfAGigabyteIsNeverHeld() throws Exception {
    CompletableFuture<Void> sending =
        onBackend(
            socket -> {
              head(socket.getInputStream());
              write(socket.getOutputStream(), "HTTP/1.1 200 OK\r\nContent-Length: " + GIB);
              flood.send(socket.getOutputStream());
            });
    long before = heap();
    try (Socket client = client()) {
      write(client.getOutputStream(), "GET /open/x HTTP/1.1\r\nHost: api.test");
      assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 200");

      flood.receive(client.getInputStream(), STOP_AT);
      long held = heldAtStandstill();
      flood.receive(client.getInputStream(), GIB);

      assertThat(held).isLessThanOrEqualTo(MOST_HELD);
    }
    finished(sending);
    assertThat(flood.arrivedUnchanged()).isTrue();
    assertThat(heap() - before).isLessThan(HEAP_GROWTH);
  }

  @Test
  void anUploadOfAGigabyteIsNeverHeld() throws Exception {
    CompletableFuture<Long> held = new CompletableFuture<>();
    CompletableFuture<Void> receiving =
        onBackend(
            socket -> {
              head(socket.getInputStream());
              flood.receive(socket.getInputStream(), STOP_AT);
              held.complete(heldAtStandstill());
              flood.receive(socket.getInputStream(), GIB);
              write(socket.getOutputStream(), "HTTP/1.1 201 Created\r\nContent-Length: 0");
            });
    long before = heap();
    try (Socket client = client()) {
      write(
          client.getOutputStream(),
          "POST /open/x HTTP/1.1\r\nHost: api.test\r\nContent-Length: " + GIB);

      flood.send(client.getOutputStream());

      assertThat(head(client.getInputStream())).startsWith("HTTP/1.1 201");
    }
    finished(receiving);
    assertThat(held.get()).isLessThanOrEqualTo(MOST_HELD);
    assertThat(flood.arrivedUnchanged()).isTrue();
    assertThat(heap() - before).isLessThan(HEAP_GROWTH);
  }

  /** What was sent, was not read, and is in no kernel queue: it can only be in the gateway. */
  private long heldAtStandstill() throws InterruptedException {
    flood.awaitStandstill();
    long held =
        flood.underWay() - KernelQueues.bytes(backend.getLocalPort(), gateway.port()) + Flood.BLOCK;
    System.Logger log = System.getLogger(StreamingIT.class.getName());
    log.log(System.Logger.Level.INFO, "under way {0}, held {1}", flood.underWay(), held);
    return held;
  }

  @FunctionalInterface
  private interface Conversation {
    void with(Socket socket) throws IOException, InterruptedException;
  }

  private CompletableFuture<Void> onBackend(Conversation conversation) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = backend.accept()) {
                socket.setSendBufferSize(SOCKET_BUFFER);
                conversation.with(socket);
                done.complete(null);
              } catch (IOException | InterruptedException | RuntimeException e) {
                done.completeExceptionally(e);
              }
            });
    thread.setDaemon(true);
    thread.start();
    return done;
  }

  private Socket client() throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(SOCKET_BUFFER);
    socket.setSendBufferSize(SOCKET_BUFFER);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port()));
    return socket;
  }

  private static void finished(CompletableFuture<Void> work)
      throws InterruptedException, ExecutionException, TimeoutException {
    work.get(20, TimeUnit.SECONDS);
  }

  private static void write(OutputStream out, String head) throws IOException {
    out.write((head + "\r\n\r\n").getBytes(StandardCharsets.ISO_8859_1));
    out.flush();
  }

  /** Reads a head and not a byte more. */
  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int b = in.read();
      if (b < 0) {
        throw new IOException("the head breaks off: " + head);
      }
      head.append((char) b);
    }
    return head.toString();
  }

  private static long heap() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
