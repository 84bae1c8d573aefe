// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.listener.MalformedRequestException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.ProtocolException;
import java.util.Objects;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One admitted request on its way to the upstream and back. Bodies stream with back-pressure in
 * both directions. Ends exactly once: answered, failed before the answer began (then the failure is
 * rendered), or broken off after it (then the connection is reset, so that no half answer looks
 * whole). One event loop.
 */
final class Flight {
  private final Admission admission;
  private final Exchange exchange;
  private final Upstream upstream;
  private final ResponseWriter writer;
  private final LongSupplier nanoTime;
  private final InFlight inFlight;
  private final Promise<Void> done = Promise.promise();
  private final HeaderRules rules;
  private @Nullable HttpClientRequest sent;
  private boolean ended;
  private boolean answering;
  private long deadlineNanos;
  private long movedBytes;

  Flight(
      Admission admission,
      Upstream upstream,
      HeaderRules rules,
      ResponseWriter writer,
      InFlight inFlight,
      LongSupplier nanoTime) {
    this.admission = admission;
    this.exchange = admission.caller().exchange();
    this.upstream = upstream;
    this.rules = rules;
    this.writer = writer;
    this.inFlight = inFlight;
    this.nanoTime = nanoTime;
  }

  Future<Void> start() {
    inFlight.add(this);
    touch();
    HttpServerRequest request = exchange.request();
    if (exchange.response().closed()) {
      end(new ClientGone(null));
      return done.future();
    }
    exchange.response().exceptionHandler(this::clientLost);
    CanonicalTarget target = Objects.requireNonNull(exchange.target());
    upstream
        .request(request.method(), target.forwardable(admission.caller().route().stripSegments()))
        .onComplete(this::connected, this::failed);
    return done.future();
  }

  private void connected(HttpClientRequest toUpstream) {
    sent = toUpstream;
    toUpstream.exceptionHandler(this::uploadBroken);
    if (ended) {
      toUpstream.reset();
      return;
    }
    try {
      send(toUpstream);
    } catch (RuntimeException defect) {
      failed(new Fault(Reason.INTERNAL_ERROR, defect));
    }
  }

  private void send(HttpClientRequest toUpstream) {
    rules.toUpstream(admission.caller(), toUpstream.headers());
    toUpstream.response().onComplete(this::answered, this::failed);
    HttpServerRequest request = exchange.request();
    if (!BodyFraming.hasBody(request)) {
      toUpstream.end();
      return;
    }
    if (request.getHeader(HttpHeaders.CONTENT_LENGTH) == null) {
      toUpstream.setChunked(true);
    }
    if (BodyFraming.expectsContinue(request)) {
      exchange.response().writeContinue();
    }
    toUpstream.setWriteQueueMaxSize(BodyFraming.WRITE_QUEUE_BYTES);
    request.pipe().endOnFailure(false).to(toUpstream).onFailure(this::uploadBroken);
  }

  private void answered(HttpClientResponse fromUpstream) {
    fromUpstream.exceptionHandler(this::failed);
    if (ended) {
      return;
    }
    if (fromUpstream.statusCode() < 200) {
      failed(new ProtocolException("an interim answer nobody asked for"));
      return;
    }
    try {
      relay(fromUpstream);
    } catch (RuntimeException defect) {
      failed(new Fault(Reason.INTERNAL_ERROR, defect));
    }
  }

  private void relay(HttpClientResponse fromUpstream) {
    answering = true;
    touch();
    HttpServerResponse response = exchange.response();
    response.setStatusCode(fromUpstream.statusCode());
    response.setStatusMessage(fromUpstream.statusMessage());
    rules.toClient(
        admission.caller(),
        fromUpstream.statusCode(),
        fromUpstream.headers(),
        response.headers());
    if (isHttp1() && BodyFraming.isUnfinished(exchange.request())) {
      response.headers().set(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    writer.write(admission, fromUpstream).onComplete(v -> delivered(), this::failed);
  }

  /** What the upstream did not want to read, it is not sent. */
  private void delivered() {
    if (BodyFraming.isUnfinished(exchange.request())) {
      resetUpstream();
    }
    end(null);
  }

  private boolean isHttp1() {
    return exchange.response().streamId() < 0;
  }

  /** The upstream did not take the whole body; what it answered all the same still counts. */
  private void uploadBroken(Throwable cause) {
    if (!answering) {
      failed(cause);
    }
  }

  private void clientLost(Throwable cause) {
    if (cause instanceof MalformedRequestException && !answering && !ended) {
      // Still there, but what it sends is broken or too slow: that can be told.
      failed(cause);
      return;
    }
    end(cause instanceof ClientGone gone ? gone : new ClientGone(cause));
    resetUpstream();
  }

  private void failed(Throwable cause) {
    if (ended) {
      return;
    }
    if (cause instanceof ClientGone || exchange.response().closed()) {
      clientLost(cause);
      return;
    }
    Fault fault =
        cause instanceof Fault known ? known : new Fault(UpstreamFailures.reason(cause), cause);
    if (exchange.response().headWritten()) {
      exchange.response().reset();
    }
    end(fault);
    resetUpstream();
  }

  /** Whether the answer is late after the last of the body, or nothing has moved for too long. */
  boolean isOverdue(long nowNanos) {
    long moved =
        exchange.request().bytesRead() + (answering ? exchange.response().bytesWritten() : 0);
    if (moved != movedBytes) {
      movedBytes = moved;
      touch();
    }
    return nowNanos - deadlineNanos >= 0;
  }

  void expire() {
    failed(new TimeoutException(answering ? "no byte moved" : "no answer"));
  }

  private void touch() {
    long patience = answering ? upstream.idleNanos() : upstream.responseNanos();
    deadlineNanos = nanoTime.getAsLong() + patience;
  }

  private void end(@Nullable Throwable failure) {
    if (ended) {
      return;
    }
    ended = true;
    inFlight.remove(this);
    if (failure == null) {
      done.complete();
    } else {
      done.fail(failure);
    }
  }

  private void resetUpstream() {
    HttpClientRequest toUpstream = sent;
    if (toUpstream != null) {
      toUpstream.reset();
    }
  }
}
