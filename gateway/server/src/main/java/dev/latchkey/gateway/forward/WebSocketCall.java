// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.forward.client.UpstreamAnswer;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.policy.Patience;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.listener.Listeners;
import io.vertx.core.Completable;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.NetSocket;
import java.net.ProtocolException;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One admitted WebSocket: its handshake with the backend, and the tunnel that follows when the
 * backend agrees. A backend that does not agree has its answer passed on. One event loop.
 */
final class WebSocketCall extends Underway implements Delivery {
  /** For both sides to read our last frame, and to answer it. */
  private static final long FAREWELL_NANOS = TimeUnit.SECONDS.toNanos(2);

  private final Admission admission;
  private final Handshake handshake;
  private final Patience patience;
  private final HeaderRules rules;
  private final ResponseWriter writer;
  private final LongSupplier nanoTime;
  private @Nullable Tunnel tunnel;
  private @Nullable Failure why;
  private long deadlineNanos;
  private long moved;

  WebSocketCall(
      Admission admission,
      Upstream upstream,
      HeaderRules rules,
      ResponseWriter writer,
      InFlight inFlight,
      LongSupplier nanoTime,
      Completable<Void> landing) {
    super(admission.caller(), inFlight, landing);
    this.admission = admission;
    this.patience = caller().route().policy().patience();
    this.rules = rules;
    this.writer = writer;
    this.nanoTime = nanoTime;
    this.handshake = new Handshake(this, upstream, rules);
  }

  void start() {
    WebSocketRules.require(exchange().request());
    begin();
    touch(patience.waitingNanos());
    if (exchange().response().closed()) {
      end(new ClientGone(null));
      return;
    }
    exchange().response().exceptionHandler(this::clientLost);
    handshake.ask();
  }

  /** A connection stands: from now on it is the backend that takes its time. */
  void connected() {
    touch(patience.responseNanos());
  }

  /** The backend gave a plain answer: it is the client's. */
  void declined(UpstreamAnswer answer) {
    touch(patience.idleNanos());
    HttpServerResponse response = exchange().response();
    ResponseWriter.status(answer, response);
    rules.toClient(caller(), answer.status(), answer.fields(), response.headers());
    writer.write(admission, answer, this);
  }

  /** The backend speaks WebSocket from now on. */
  void agreed(UpstreamAnswer answer) {
    if (!Listeners.release(exchange().request().connection())) {
      failed(new Fault(Reason.BAD_REQUEST, new ProtocolException("frames before the handshake")));
      return;
    }
    NetSocket backend = answer.upgrade();
    HttpServerResponse response = exchange().response();
    rules.toClient(caller(), answer.status(), answer.fields(), response.headers());
    writer.own(admission, response.headers());
    WebSocketRules.ask(response.headers()::add);
    exchange().request().toNetSocket().onComplete(client -> join(client, backend), this::failed);
  }

  private void join(NetSocket client, NetSocket backend) {
    Tunnel joined = new Tunnel(client, backend, new SplittableRandom(nanoTime.getAsLong()));
    tunnel = joined;
    touch(patience.idleNanos());
    joined.start().onComplete(v -> end(why));
  }

  private void clientLost(Throwable cause) {
    end(cause instanceof ClientGone gone ? gone : new ClientGone(cause));
    handshake.reset();
  }

  @Override
  public void delivered() {
    end(null);
  }

  /** Before the handshake was through; afterwards the tunnel's own ends tell. */
  @Override
  public void failed(Throwable cause) {
    if (hasEnded() || tunnel != null) {
      return;
    }
    if (cause instanceof ClientGone || exchange().response().closed()) {
      clientLost(cause);
      return;
    }
    if (exchange().response().headWritten()) {
      exchange().response().reset();
    }
    handshake.blame();
    end(cause instanceof Failure known ? known : new Fault(UpstreamFailures.reason(cause), cause));
    handshake.reset();
  }

  @Override
  boolean isOverdue(long nowNanos) {
    Tunnel open = tunnel;
    if (open != null && !open.isLeaving() && open.moved() != moved) {
      moved = open.moved();
      touch(patience.idleNanos());
    }
    return nowNanos - deadlineNanos >= 0;
  }

  @Override
  void expire() {
    Tunnel open = tunnel;
    if (open == null) {
      failed(new TimeoutException("no answer to the handshake"));
    } else if (open.isLeaving()) {
      open.cut();
    } else {
      leave(open, CloseFrame.GOING_AWAY);
    }
  }

  @Override
  public void expel(Failure refusal) {
    Tunnel open = tunnel;
    if (open == null) {
      failed(refusal);
    } else if (!open.isLeaving()) {
      why = refusal;
      leave(open, refusal instanceof Fault ? CloseFrame.TRY_LATER : CloseFrame.NOT_ALLOWED);
    }
  }

  @Override
  void depart() {
    Tunnel open = tunnel;
    if (open != null && !open.isLeaving()) {
      leave(open, CloseFrame.GOING_AWAY);
    }
  }

  private void leave(Tunnel open, CloseFrame frame) {
    touch(FAREWELL_NANOS);
    open.leave(frame);
  }

  private void touch(long patienceNanos) {
    deadlineNanos = nanoTime.getAsLong() + patienceNanos;
  }

  @Override
  void release() {
    handshake.end();
  }
}
