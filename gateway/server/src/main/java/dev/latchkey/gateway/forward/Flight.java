// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.policy.Patience;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.listener.MalformedRequestException;
import io.netty.handler.codec.http2.Http2Error;
import io.vertx.core.Completable;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerResponse;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request on its way to the upstream and back. Bodies stream with back-pressure in
 * both directions. Ends answered, or failed before the answer began (then the failure is rendered),
 * or broken off after it (then the connection is reset, so that no half answer looks whole). One
 * event loop.
 */
final class Flight extends Underway implements Delivery {
  private static final long INTERNAL_ERROR = Http2Error.INTERNAL_ERROR.code();

  private final Admission admission;
  private final UpstreamCall call;
  private final Patience patience;
  private final ResponseWriter writer;
  private final LongSupplier nanoTime;
  private final HeaderRules rules;
  private @Nullable ClientPace pace;
  private boolean connected;
  private boolean answering;
  private boolean slow;
  private long deadlineNanos;
  private long movedBytes;

  Flight(
      Admission admission,
      Upstream upstream,
      HeaderRules rules,
      ResponseWriter writer,
      InFlight inFlight,
      LongSupplier nanoTime,
      Completable<Void> landing) {
    super(admission.caller(), inFlight, landing);
    this.admission = admission;
    this.patience = admission.caller().route().policy().patience();
    this.rules = rules;
    this.writer = writer;
    this.nanoTime = nanoTime;
    this.call = new UpstreamCall(this, admission, upstream, rules);
  }

  void start() {
    begin();
    deadlineNanos = exchange().startedNanos() + patience.waitingNanos();
    if (exchange().response().closed()) {
      end(new ClientGone(null));
      return;
    }
    exchange().response().exceptionHandler(this::clientLost);
    call.ask();
  }

  /** A connection stands: from now on it is the upstream that takes its time. */
  void connected() {
    connected = true;
    touch();
  }

  /** The head of the answer that counts is there. */
  void answered(UpstreamAnswer fromUpstream) {
    try {
      relay(fromUpstream);
    } catch (RuntimeException defect) {
      failed(new Fault(Reason.INTERNAL_ERROR, defect));
    }
  }

  private void relay(UpstreamAnswer fromUpstream) {
    answering = true;
    touch();
    HttpServerResponse response = exchange().response();
    ResponseWriter.status(fromUpstream, response);
    rules.toClient(
        admission.caller(), fromUpstream.status(), fromUpstream.fields(), response.headers());
    if (isHttp1() && exchange().isUnfinished()) {
      response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    writer.write(admission, fromUpstream, this);
  }

  /** Whether the answer has begun: what the upstream does not take any more does not matter. */
  boolean isAnswering() {
    return answering;
  }

  /** What the upstream did not want to read, it is not sent. */
  @Override
  public void delivered() {
    if (exchange().isUnfinished()) {
      call.reset();
    }
    end(null);
  }

  private boolean isHttp1() {
    return exchange().response().streamId() < 0;
  }

  private void clientLost(Throwable cause) {
    if (cause instanceof MalformedRequestException && !answering && !hasEnded()) {
      // Still there, but what it sends is broken or too slow: that can be told.
      failed(cause);
      return;
    }
    end(cause instanceof ClientGone gone ? gone : new ClientGone(cause));
    call.reset();
  }

  /** There will be no answer, or no more of it. */
  @Override
  public void failed(Throwable cause) {
    if (hasEnded()) {
      return;
    }
    if (cause instanceof ClientGone || exchange().response().closed()) {
      clientLost(cause);
      return;
    }
    Failure failure = verdict(cause);
    if (exchange().response().headWritten()) {
      // Over HTTP/2; "no error" would be for an answer that is whole (RFC 9113, section 8.1).
      exchange().response().reset(INTERNAL_ERROR);
    }
    end(failure);
    call.reset();
  }

  /** What is neither our own doing nor the client's is held against the target. */
  private Failure verdict(Throwable cause) {
    if (cause instanceof Failure known) {
      return known;
    }
    Reason reason = UpstreamFailures.reason(cause);
    if (reason == Reason.UPSTREAM_TIMEOUT || reason == Reason.UPSTREAM_UNREACHABLE) {
      call.blame();
    }
    return new Fault(reason, cause);
  }

  @Override
  public void expel(Failure why) {
    failed(why);
  }

  /** What it asked for comes to an end by itself, or the node's patience does. */
  @Override
  void depart() {}

  /** Whether the answer is late after the last of the body, or nothing has moved for too long. */
  @Override
  boolean isOverdue(long nowNanos) {
    long moved = exchange().bytesIn() + (answering ? exchange().response().bytesWritten() : 0);
    if (moved != movedBytes) {
      movedBytes = moved;
      touch();
    }
    return nowNanos - deadlineNanos >= 0
        || nowNanos - exchange().startedNanos() >= patience.totalNanos()
        || isClientSlow(nowNanos);
  }

  /** Over HTTP/1 its listener sees to that, as long as nobody else waits. */
  private boolean isClientSlow(long nowNanos) {
    if (isHttp1() && !call.isInTheWay()) {
      pace = null;
      return false;
    }
    ClientPace kept = pace == null ? new ClientPace(exchange(), call) : pace;
    pace = kept;
    slow = kept.isTooSlow(answering, nowNanos);
    return slow;
  }

  @Override
  void expire() {
    failed(
        slow
            ? MalformedRequestException.slow()
            : new TimeoutException(answering ? "no byte moved" : "no answer"));
  }

  private void touch() {
    deadlineNanos = nanoTime.getAsLong() + longest();
  }

  private long longest() {
    if (answering) {
      return patience.idleNanos();
    }
    return connected ? patience.responseNanos() : patience.waitingNanos();
  }

  @Override
  void release() {
    call.end();
  }
}
