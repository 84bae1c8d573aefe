// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway;

import dev.latchkey.keys.Answers;
import dev.latchkey.listener.SystemTransport;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.internal.VertxInternal;
import io.vertx.core.internal.threadchecker.BlockedThreadEvent;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A Vert.x for the tests of one class, which fails every test that holds an event loop up for half
 * a second: by waiting, or by computing. A thread that could go on, and has not had the processor
 * for that long since the test began, is held up by the machine.
 */
public final class LoopWatch
    implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
  private static final long LONGEST_MILLIS = 500;
  private static final long LOOK_EVERY_MILLIS = 50;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final Map<Long, Long> computed = new ConcurrentHashMap<>();
  private final Queue<Throwable> blocked = new ConcurrentLinkedQueue<>();
  private @Nullable Vertx vertx;

  public Vertx vertx() {
    return Objects.requireNonNull(vertx);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    open();
  }

  /** Begins to watch. */
  void open() {
    vertx =
        SystemTransport.vertx()
            .with(
                new VertxOptions()
                    .setEventLoopPoolSize(2)
                    .setWorkerPoolSize(2)
                    .setMaxEventLoopExecuteTime(LONGEST_MILLIS)
                    .setMaxEventLoopExecuteTimeUnit(TimeUnit.MILLISECONDS)
                    .setBlockedThreadCheckInterval(LOOK_EVERY_MILLIS)
                    .setBlockedThreadCheckIntervalUnit(TimeUnit.MILLISECONDS))
            .build();
    warmUp(vertx);
    ((VertxInternal) vertx).blockedThreadChecker().setThreadBlockedHandler(this::note);
  }

  /** Loading classes for the first time is slow, and nobody's fault. */
  private static void warmUp(Vertx vertx) {
    HttpServer server =
        Answers.of(
            vertx
                .createHttpServer()
                .requestHandler(request -> request.response().end("warm"))
                .listen(0, "127.0.0.1"));
    HttpClient client = vertx.createHttpClient();
    Answers.of(
        client
            .request(HttpMethod.GET, server.actualPort(), "127.0.0.1", "/")
            .compose(request -> request.send().compose(HttpClientResponse::body)));
    Answers.of(client.close());
    Answers.of(server.close());
  }

  /** Lets bygones be bygones, after a test class has warmed up by itself. */
  public void forget() {
    blocked.clear();
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    begin();
  }

  /** Whatever was computed before this does not count. */
  void begin() {
    for (long id : THREADS.getAllThreadIds()) {
      computed.put(id, THREADS.getThreadCpuTime(id));
    }
  }

  private boolean isStarved(Thread thread) {
    long nanos =
        THREADS.getThreadCpuTime(thread.getId()) - computed.getOrDefault(thread.getId(), 0L);
    return thread.getState() == Thread.State.RUNNABLE
        && nanos < TimeUnit.MILLISECONDS.toNanos(LONGEST_MILLIS);
  }

  private void note(BlockedThreadEvent event) {
    if (isStarved(event.thread())) {
      return;
    }
    VertxException stack =
        new VertxException(
            event.thread().getName() + " was blocked for " + event.duration() / 1_000_000 + " ms");
    stack.setStackTrace(event.thread().getStackTrace());
    blocked.add(stack);
  }

  /** Where a loop was held up first since the last look; null for nowhere. */
  @Nullable Throwable firstBlocked() {
    Throwable first = blocked.poll();
    blocked.clear();
    return first;
  }

  @Override
  public void afterEach(ExtensionContext context) {
    Throwable first = firstBlocked();
    if (first != null) {
      throw new AssertionError("an event loop was blocked", first);
    }
  }

  @Override
  public void afterAll(ExtensionContext context) {
    close();
  }

  void close() {
    Answers.of(vertx().close());
  }
}
