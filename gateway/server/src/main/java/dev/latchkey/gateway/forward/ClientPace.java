// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.listener.Patience;
import io.vertx.core.http.HttpServerResponse;
import org.jspecify.annotations.Nullable;

/**
 * Whether the client of one call keeps up with it. Over HTTP/1 its listener sees to the usual pace
 * of the connection; over HTTP/2 each stream is looked at here. And whoever keeps a connection to
 * an upstream while others wait for it must be ten times as quick: a few who are slow would
 * otherwise keep out everybody. One event loop.
 */
final class ClientPace {
  private static final int BODY_SECONDS = (int) Patience.USUAL.body().toSeconds();
  private static final int WRITE_SECONDS = (int) Patience.USUAL.write().toSeconds();

  /** Of what is taken, as of bodies: 500 bytes a second. */
  private static final long USUAL_RATE = Patience.USUAL.bodyBytes() / BODY_SECONDS;

  /** In the way of others. */
  private static final long HURRIED_RATE = 10 * USUAL_RATE;

  private static final int HURRIED_BODY_SECONDS = 2;

  /** Beside what the kernel holds, a slow reader's progress shows in jumps of some 90 kB. */
  private static final int HURRIED_WRITE_SECONDS = 20;

  private final Exchange exchange;
  private final UpstreamCall call;
  private final @Nullable Pace body;
  private final @Nullable Pace taking;
  private final Pace hurriedBody = pace(HURRIED_BODY_SECONDS, HURRIED_RATE);
  private final Pace hurriedTaking = pace(HURRIED_WRITE_SECONDS, HURRIED_RATE);

  ClientPace(Exchange exchange, UpstreamCall call) {
    this.exchange = exchange;
    this.call = call;
    boolean stream = exchange.response().streamId() >= 0;
    boolean bound = stream && !BodyFraming.isConversation(exchange.request());
    this.body = bound ? pace(BODY_SECONDS, USUAL_RATE) : null;
    this.taking = stream ? pace(WRITE_SECONDS, USUAL_RATE) : null;
  }

  private static Pace pace(int seconds, long rate) {
    return new Pace(seconds, rate * seconds);
  }

  /**
   * One look.
   *
   * @param answering whether the answer has begun: from then on it is what counts
   */
  boolean isTooSlow(boolean answering, long nowNanos) {
    return answering
        ? lags(taking, hurriedTaking, isFull(), exchange.response().bytesWritten(), nowNanos)
        : lags(body, hurriedBody, call.isBodyAwaited(), exchange.bytesIn(), nowNanos);
  }

  private boolean lags(
      @Nullable Pace usual, Pace hurried, boolean awaited, long bytes, long nowNanos) {
    boolean slow = usual != null && usual.isTooSlow(awaited, bytes, nowNanos);
    return hurried.isTooSlow(awaited && call.isInTheWay(), bytes, nowNanos) || slow;
  }

  /** Whether as much waits for the client as may. */
  private boolean isFull() {
    HttpServerResponse to = exchange.response();
    return to.ended() || to.writeQueueFull();
  }
}
