// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Before a server that sends back what it receives. */
class FaultProxyTest {
  private static final int PATIENCE_MILLIS = 300;

  private final ServerSocket server;
  private final FaultProxy proxy;
  private final Socket client;

  FaultProxyTest() throws IOException {
    server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    Thread echo = new Thread(this::echo, "echo");
    echo.setDaemon(true);
    echo.start();
    proxy = new FaultProxy(server.getLocalPort());
    client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
    client.setSoTimeout(5_000);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    proxy.close();
    server.close();
  }

  @Test
  void nothingBefallsWhatPasses() throws IOException {
    assertThat(echoOf("hello")).isEqualTo("hello");
  }

  @Test
  void delayedBytesArriveLater() throws IOException {
    proxy.set(Fault.delay(60));
    long begun = System.nanoTime();

    assertThat(echoOf("hello")).isEqualTo("hello");

    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(120));
  }

  @Test
  void throttledBytesTrickle() throws IOException {
    proxy.set(Fault.throttle(100));
    long begun = System.nanoTime();

    assertThat(echoOf("0123456789abcdefghij")).isEqualTo("0123456789abcdefghij");

    assertThat(System.nanoTime() - begun).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(150));
  }

  @Test
  void aCutAnswerEndsWhereItWasSaid() throws IOException {
    proxy.set(Fault.cut(3));
    send("hello");

    assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("hel");
  }

  @Test
  void aResetIsOne() throws IOException {
    proxy.set(Fault.reset());
    send("hello");

    assertThatThrownBy(() -> client.getInputStream().read()).isInstanceOf(SocketException.class);
  }

  @Test
  void intoABlackHoleEverythingVanishesAndTheConnectionStays() throws IOException {
    assertThat(echoOf("before")).isEqualTo("before");
    proxy.set(Fault.blackhole());
    send("lost");
    client.setSoTimeout(PATIENCE_MILLIS);
    assertThatThrownBy(() -> client.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);

    proxy.set(Fault.pass());

    assertThat(echoOf("after")).isEqualTo("after");
  }

  @Test
  void whatIsNotReadIsHeldBackAndNotLost() throws IOException {
    proxy.set(Fault.acceptWithoutReading());
    try (Socket late = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      late.setSoTimeout(PATIENCE_MILLIS);
      late.getOutputStream().write('x');
      assertThatThrownBy(() -> late.getInputStream().read())
          .isInstanceOf(SocketTimeoutException.class);
      late.setSoTimeout(5_000);

      proxy.set(Fault.pass());

      assertThat(late.getInputStream().read()).isEqualTo('x');
    }
  }

  @Test
  void aHalfClosedAnswerIsWholeAndThenEnds() throws IOException {
    proxy.set(Fault.halfClose());
    send("hello");

    assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
        .isEqualTo("hello");
  }

  @Test
  void aCorruptByteIsAnotherOneAndTheRestIsNot() throws IOException {
    proxy.set(Fault.corrupt(1));

    assertThat(echoOf("hello")).isEqualTo("hEllo");
  }

  @Test
  void allConnectionsAreResetOnDemandAndNewOnesWork() throws IOException {
    assertThat(echoOf("before")).isEqualTo("before");

    proxy.resetAll();

    assertThat(isOver()).isTrue();
    try (Socket next = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      next.getOutputStream().write('y');
      assertThat(next.getInputStream().read()).isEqualTo('y');
    }
    assertThat(proxy.accepted()).isEqualTo(2);
  }

  /** The system may tell the end before the reset, when somebody was reading just then. */
  private boolean isOver() throws IOException {
    try {
      return client.getInputStream().read() == -1;
    } catch (SocketException reset) {
      return true;
    }
  }

  private String echoOf(String text) throws IOException {
    send(text);
    byte[] back = client.getInputStream().readNBytes(text.length());
    return new String(back, StandardCharsets.US_ASCII);
  }

  private void send(String text) throws IOException {
    client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
  }

  private void echo() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread each = new Thread(() -> echo(socket), "echo");
        each.setDaemon(true);
        each.start();
      } catch (IOException over) {
        return;
      }
    }
  }

  private static void echo(Socket socket) {
    try (socket;
        InputStream in = socket.getInputStream()) {
      in.transferTo(socket.getOutputStream());
    } catch (IOException gone) {
      // The test is over.
    }
  }
}
