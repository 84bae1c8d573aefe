// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.webhooks;

import dev.latchkey.keys.WebhookLedger;
import dev.latchkey.keys.WebhookLedger.Attempt;
import dev.latchkey.keys.WebhookLedger.Due;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends what is due, a batch at a time. What fails is tried again, ever later, for about a day and
 * a half; then it is dead, and only somebody can have it sent again. Any number of nodes may run
 * one. Keeps one event loop.
 */
public final class WebhookCourier {
  private static final int BATCH = 20;
  private static final long POLL_MILLIS = 2_000;
  private static final long LAST_BATCH_SECONDS = 10;
  private static final long NEVER_STARTED = -1;
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final double JITTER = 0.2;
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(5),
          Duration.ofMinutes(30),
          Duration.ofHours(2),
          Duration.ofHours(8),
          Duration.ofHours(24));

  private static final Logger log = LoggerFactory.getLogger(WebhookCourier.class);

  private final Vertx vertx;
  private final WebhookLedger ledger;
  private final WebhookSender sender;
  private final InstantSource clock;
  private final SecureRandom random;
  private @Nullable Context context;
  private long timer = NEVER_STARTED;
  private Future<?> batch = Future.succeededFuture();
  private boolean closed;
  private boolean busy;
  private boolean again;

  public WebhookCourier(
      Vertx vertx,
      WebhookLedger ledger,
      WebhookSecrets secrets,
      Destinations destinations,
      InstantSource clock,
      SecureRandom random) {
    this.vertx = vertx;
    this.ledger = ledger;
    this.sender = new WebhookSender(vertx, secrets, destinations, clock);
    this.clock = clock;
    this.random = random;
  }

  /** Begins to look for what is due, on the caller's event loop. */
  public void start() {
    context = vertx.getOrCreateContext();
    timer = vertx.setPeriodic(POLL_MILLIS, due -> look());
  }

  /**
   * Takes nothing more, lets what was taken be delivered, for at most 10 s, and closes the
   * connections. What was not told of by then is due again when its lease is over. On the event
   * loop of {@link #start}; on any thread if it was never started.
   */
  public Future<Void> close() {
    closed = true;
    if (timer != NEVER_STARTED) {
      vertx.cancelTimer(timer);
    }
    return batch
        .timeout(LAST_BATCH_SECONDS, TimeUnit.SECONDS)
        .transform(delivered -> sender.close());
  }

  /** Looks at once for what is due. Any thread. */
  public void soon() {
    Context own = context;
    if (own != null) {
      own.runOnContext(go -> look());
    }
  }

  private void look() {
    if (closed) {
      return;
    }
    if (busy) {
      again = true;
      return;
    }
    busy = true;
    again = false;
    Future<Integer> sent = ledger.takeDue(BATCH, LEASE).compose(this::send);
    batch = sent;
    sent.onFailure(cause -> log.debug("webhooks wait for the store: {}", cause.toString()))
        .onComplete(
            done -> {
              busy = false;
              if (again || (done.succeeded() && done.result() == BATCH)) {
                look();
              }
            });
  }

  private Future<Integer> send(List<Due> batch) {
    return Future.join(batch.stream().map(this::send).toList())
        .transform(done -> Future.succeededFuture(batch.size()));
  }

  private Future<Void> send(Due due) {
    return sender
        .send(due)
        .transform(
            sent -> {
              boolean answered = sent.succeeded();
              Integer status = answered ? sent.result() : null;
              boolean delivered = answered && sent.result() >= 200 && sent.result() < 300;
              String error = delivered ? null : answered ? "status " + status : words(sent.cause());
              return ledger.ended(
                  due, new Attempt(delivered, status, error, delivered ? null : retry(due)));
            });
  }

  private @Nullable Instant retry(Due due) {
    if (due.attempts() >= PAUSES.size()) {
      return null;
    }
    double share = 1 - JITTER + 2 * JITTER * random.nextDouble();
    return clock.instant().plusMillis((long) (PAUSES.get(due.attempts()).toMillis() * share));
  }

  private static String words(Throwable cause) {
    return cause instanceof ForbiddenDestinationException
        ? String.valueOf(cause.getMessage())
        : cause.getClass().getSimpleName();
  }
}
