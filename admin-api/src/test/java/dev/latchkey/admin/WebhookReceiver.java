// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Hears of events as somebody's own server would, and answers as it is told to. */
final class WebhookReceiver implements AutoCloseable {
  private final BlockingQueue<Received> received = new LinkedBlockingQueue<>();
  private final AtomicInteger status = new AtomicInteger(204);
  private final HttpServer server;

  /** One delivery. */
  record Received(String id, String timestamp, String signature, String body) {
    /** The signature as the document tells receivers to work it out. */
    String signedWith(String secret) throws GeneralSecurityException {
      byte[] key = Base64.getDecoder().decode(secret.substring("whsec_".length()));
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      String signed = id + "." + timestamp + "." + body;
      byte[] sum = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(sum);
    }
  }

  WebhookReceiver() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::receive);
    server.start();
  }

  private void receive(HttpExchange exchange) throws IOException {
    // Read before the test hears of the call: it may go on to the next status at once.
    int answer = status.get();
    received.add(
        new Received(
            exchange.getRequestHeaders().getFirst("Webhook-Id"),
            exchange.getRequestHeaders().getFirst("Webhook-Timestamp"),
            exchange.getRequestHeaders().getFirst("Webhook-Signature"),
            new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
    exchange.sendResponseHeaders(answer, -1);
    exchange.close();
  }

  /** Without a path. */
  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Answers with this status from now on. */
  void answer(int next) {
    status.set(next);
  }

  /** The next delivery; waits for it, for at most 15 s. */
  Received next() throws InterruptedException {
    return Objects.requireNonNull(received.poll(15, TimeUnit.SECONDS), "nothing was sent");
  }

  /** Whether all that came was asked for with {@link #next}. */
  boolean heardNothing() {
    return received.isEmpty();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
