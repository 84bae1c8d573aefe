// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.Acceptor;
import dev.latchkey.gateway.accept.BodyFraming;
import dev.latchkey.gateway.accept.CanonicalTarget;
import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Authenticator;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.authorize.Authorizer;
import dev.latchkey.gateway.authorize.Permit;
import dev.latchkey.gateway.forward.ClientGone;
import dev.latchkey.gateway.forward.Forwarder;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.identify.RouteTable;
import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.limit.Admitter;
import dev.latchkey.gateway.record.Outcome;
import dev.latchkey.gateway.record.Recorder;
import dev.latchkey.gateway.refusal.Failure;
import dev.latchkey.gateway.refusal.Fault;
import dev.latchkey.gateway.refusal.MalformedRequests;
import dev.latchkey.gateway.refusal.Reason;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.listener.Pressure;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The data plane in one method: accept, identify, authenticate, authorize, limit, forward, record.
 * Each stage takes the proof that the one before it made. One event loop.
 */
public final class EdgePipeline {
  private final Acceptor acceptor;
  private final RouteTable routes;
  private final Preflights preflights;
  private final Authenticator authenticator;
  private final Authorizer authorizer;
  private final Admitter admitter;
  private final Forwarder forwarder;
  private final Recorder recorder;
  private final FailureRenderer failures;
  private final Pressure pressure;
  private final Lateness lateness;
  private final Parting parting;
  private final LongSupplier nanoTime;
  private boolean draining;
  private int onTheirWay;
  private @Nullable Runnable whenIdle;

  public EdgePipeline(
      Acceptor acceptor,
      RouteTable routes,
      Authenticator authenticator,
      Authorizer authorizer,
      Admitter admitter,
      Forwarder forwarder,
      Recorder recorder,
      FailureRenderer failures,
      Pressure pressure,
      Lateness lateness,
      Parting parting,
      LongSupplier nanoTime) {
    this.acceptor = acceptor;
    this.routes = routes;
    this.preflights = new Preflights(routes);
    this.authenticator = authenticator;
    this.authorizer = authorizer;
    this.admitter = admitter;
    this.forwarder = forwarder;
    this.recorder = recorder;
    this.failures = failures;
    this.pressure = pressure;
    this.lateness = lateness;
    this.parting = parting;
    this.nanoTime = nanoTime;
  }

  /** Takes one request from its head to its last byte. */
  public void handle(HttpServerRequest request) {
    if (parting.isEnding(request.connection())) {
      return;
    }
    boolean body = holdBody(request);
    if (request.response().writeQueueFull()) {
      // The answers before this one wait for their reader, and so does it.
      request.response().drainHandler(taken -> handle(request));
      return;
    }
    onTheirWay++;
    Passage passage = new Passage(acceptor.begin(request, body));
    Exchange exchange = passage.exchange();
    if (acceptor.concernsServer(request)) {
      Preflights.answerForServer(exchange, acceptor.allow());
      finish(passage, null);
      return;
    }
    try {
      CanonicalTarget target = acceptor.accept(exchange);
      if (pressure.sheds() || lateness.turnsAway()) {
        throw Refusal.because(Reason.OVERLOADED);
      }
      Route asked = preflights.about(request, target);
      if (asked != null) {
        preflights.answer(exchange, passage.onto(asked));
        finish(passage, null);
        return;
      }
      Route route =
          passage.onto(
              routes.find(request.getHeader(HttpHeaders.HOST), request.method().name(), target));
      if (body) {
        BodyRules.requireWelcome(request, route);
      }
      route.policy().requireOpen();
      Caller known = authenticator.recognize(exchange, route, exchange.startedNanos());
      if (known == null) {
        authenticator
            .lookUp(exchange, route)
            .onComplete(caller -> proceed(passage, caller), failure -> finish(passage, failure));
      } else {
        proceed(passage, known);
      }
    } catch (RuntimeException failure) {
      finish(passage, failure);
    }
  }

  /** From the known caller on; without a future in between unless somebody has to be waited for. */
  private void proceed(Passage passage, Caller caller) {
    try {
      Permit permit = authorizer.authorize(passage.by(caller));
      BodyRules.requireFitting(caller);
      Admission admission = admitter.admit(permit);
      if (admission == null) {
        admitter
            .askAndAdmit(permit)
            .onComplete(
                admitted -> forward(passage, admitted), failure -> finish(passage, failure));
      } else {
        forward(passage, admission);
      }
    } catch (RuntimeException failure) {
      finish(passage, failure);
    }
  }

  private void forward(Passage passage, Admission admission) {
    try {
      if (admission.caller().route().shadow() != null) {
        Refusal objection = authorizer.wouldRefuse(admission.caller());
        passage.inTheShadowOf(objection == null ? admitter.wouldRefuse(admission) : objection);
      }
      forwarder.forward(admission, (answered, failure) -> finish(passage, failure));
    } catch (RuntimeException failure) {
      finish(passage, failure);
    }
  }

  /** Answers what the decoder could not make sense of. */
  public void refuseMalformed(HttpServerRequest request) {
    if (parting.isEnding(request.connection())) {
      return;
    }
    onTheirWay++;
    Reason reason = MalformedRequests.reason(request.decoderResult().cause());
    Exchange exchange = acceptor.begin(request, BodyFraming.hasBody(request));
    finish(new Passage(exchange), Refusal.because(reason));
  }

  /** From now on every answer asks the client to come back on another connection. */
  public void drain() {
    draining = true;
  }

  /**
   * Says that no more requests come, and runs the action once none is on its way.
   *
   * @param then runs at once if there is none
   */
  public void retire(Runnable then) {
    if (onTheirWay == 0) {
      then.run();
    } else {
      whenIdle = then;
    }
  }

  private void left() {
    onTheirWay--;
    Runnable waiting = whenIdle;
    if (onTheirWay == 0 && waiting != null) {
      whenIdle = null;
      waiting.run();
    }
  }

  /** Nothing of the body may arrive, and get lost, while we decide. */
  private boolean holdBody(HttpServerRequest request) {
    boolean body = BodyFraming.hasBody(request);
    if (body) {
      request.pause();
    }
    boolean ending = draining || pressure.endsKeepAlive();
    if (ending && request.response().streamId() < 0) {
      request.response().putHeader(HttpHeaders.CONNECTION, HttpHeaders.CLOSE);
    }
    return body;
  }

  private void finish(Passage passage, @Nullable Throwable failure) {
    if (!passage.end()) {
      return;
    }
    Failure own = failure == null ? null : render(passage, failure);
    int status = failure instanceof ClientGone ? 0 : passage.exchange().response().getStatusCode();
    Caller caller = passage.caller();
    recorder.record(
        new Outcome(
            passage.exchange(),
            passage.route(),
            caller == null ? null : caller.key(),
            status,
            own,
            passage.shadow(),
            nanoTime.getAsLong() - passage.exchange().startedNanos()));
    if (!(failure instanceof ClientGone)) {
      parting.after(passage.exchange());
    }
    left();
  }

  /** Renders the failure if somebody is there to read it. */
  private @Nullable Failure render(Passage passage, Throwable cause) {
    if (cause instanceof ClientGone) {
      return null;
    }
    Failure failure =
        cause instanceof Failure known ? known : new Fault(Reason.INTERNAL_ERROR, cause);
    if (failure instanceof Fault fault) {
      FailureRenderer.log(passage.exchange(), fault);
    }
    if (!passage.exchange().response().headWritten()) {
      failures.render(passage.exchange(), passage.route(), failure);
    }
    return failure;
  }
}
