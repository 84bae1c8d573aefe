// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.budget;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.sun.management.ThreadMXBean;
import dev.latchkey.gateway.TestConfig;
import dev.latchkey.gateway.TestGateway;
import dev.latchkey.gateway.wire.RawClient;
import dev.latchkey.keys.Answers;
import dev.latchkey.keys.KeyFixture;
import dev.latchkey.keys.MapKeys;
import dev.latchkey.keys.TestClock;
import io.netty.util.ResourceLeakDetector;
import io.netty.util.ResourceLeakDetector.Level;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.lang.management.ManagementFactory;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What one request may cost once its key is known. Counts alone, so that it never flickers. */
class RequestBudgetTest {
  private static final int WARM_UP = 3_000;
  private static final int COUNTED = 1_000;

  /** One from the client and one to the backend, and a little for what arrives in two parts. */
  private static final double READS = 2.05;

  /** One to the client and one from the backend. */
  private static final double FLUSHES = 2.05;

  /**
   * Without the optimizing compiler, which the tests do without, no object is spared and the figure
   * is the same to a byte or two each time: 3,152 with Java 17, 3,776 with 25.
   */
  private static final long BYTES = 4_000;

  /** Likewise: 1,992 with Java 17, 2,296 with 25. */
  private static final long REFUSAL_BYTES = 2_400;

  private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final Vertx apart = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
  private final TestClock clock = new TestClock();
  private final MapKeys keys = new MapKeys(clock);
  private final KeyFixture key = KeyFixture.minted(clock.instant()).scopes("leads:read");
  private final HttpServer backend =
      Answers.of(
          apart
              .createHttpServer()
              .requestHandler(request -> request.response().end(Buffer.buffer(new byte[200])))
              .listen(0, "127.0.0.1"));
  private final TestGateway gateway =
      new TestGateway(vertx, TestConfig.of(backend.actualPort(), ""), keys, clock);
  private final Traffic traffic = new Traffic(gateway.port(), backend.actualPort());

  @BeforeEach
  void count() {
    CountedChannels.count(traffic);
    keys.put(key.newKey());
  }

  @AfterEach
  void close() {
    CountedChannels.count(null);
    gateway.close();
    Answers.of(vertx.close());
    Answers.of(apart.close());
  }

  @Test
  void aForwardedRequestIsTwoReadsTwoWritesAndNoStatement() {
    try (RawClient client = RawClient.to(gateway.port())) {
      ask(client, WARM_UP);
      int lookups = keys.lookups();
      long reads = traffic.reads();
      long flushes = traffic.flushes();
      long bytes = allocated();

      ask(client, COUNTED);

      assertThat((double) (traffic.reads() - reads) / COUNTED).isBetween(1.9, READS);
      assertThat((double) (traffic.flushes() - flushes) / COUNTED).isBetween(1.9, FLUSHES);
      long each = (allocated() - bytes) / COUNTED;
      assertThat(keys.lookups()).as("known keys are not looked up").isEqualTo(lookups);
      assertAllocated(each, BYTES);
    }
  }

  @Test
  void aRefusalIsOneReadAndOneWrite() {
    try (RawClient client = RawClient.to(gateway.port())) {
      refuse(client, WARM_UP);
      long reads = traffic.reads();
      long flushes = traffic.flushes();
      long bytes = allocated();

      refuse(client, COUNTED);

      assertThat((double) (traffic.reads() - reads) / COUNTED).isBetween(0.9, 1.05);
      assertThat((double) (traffic.flushes() - flushes) / COUNTED).isBetween(0.9, 1.05);
      assertThat(keys.lookups()).isZero();
      assertAllocated((allocated() - bytes) / COUNTED, REFUSAL_BYTES);
    }
  }

  private static void refuse(RawClient client, int times) {
    for (int i = 0; i < times; i++) {
      String withoutKey = "GET /guarded HTTP/1.1\r\nHost: api.test\r\n\r\n";
      assertThat(client.send(withoutKey).answer(false).status()).isEqualTo(401);
    }
  }

  private static void assertAllocated(long each, long most) {
    assumeFalse(ResourceLeakDetector.getLevel() == Level.PARANOID, "buffers are followed");
    assertThat(each).as("bytes per request").isBetween(1L, most);
  }

  private void ask(RawClient client, int times) {
    String request =
        "GET /guarded HTTP/1.1\r\nHost: api.test\r\nAccept: application/json\r\nX-API-Key: "
            + key.secret().reveal()
            + "\r\n\r\n";
    for (int i = 0; i < times; i++) {
      assertThat(client.send(request).answer(false).status()).isEqualTo(200);
    }
  }

  /** By the gateway's event loop alone, since it began. */
  private long allocated() {
    Thread loop = Objects.requireNonNull(traffic.loop(), "no channel was counted");
    return ((ThreadMXBean) ManagementFactory.getThreadMXBean())
        .getThreadAllocatedBytes(loop.getId());
  }
}
