// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.refusal.Refusal;
import dev.latchkey.gateway.self.SelfService;
import io.vertx.core.Completable;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Admission to answer: the only user of the HTTP client. Forwards exactly what was authorized; only
 * Latchkey's own routes are answered here. One event loop.
 */
public final class Forwarder {
  private final Map<String, Upstream> upstreams;
  private final HeaderRules rules;
  private final SelfService self;
  private final ResponseWriter writer;
  private final InFlight inFlight;
  private final LongSupplier nanoTime;

  public Forwarder(
      Map<String, Upstream> upstreams,
      HeaderRules rules,
      SelfService self,
      InFlight inFlight,
      LongSupplier nanoTime) {
    this.upstreams = Map.copyOf(upstreams);
    this.rules = rules;
    this.self = self;
    this.writer = new ResponseWriter(rules);
    this.inFlight = inFlight;
    this.nanoTime = nanoTime;
  }

  /**
   * Forwards a call.
   *
   * @param landing completes when the whole answer was handed to the client's connection; fails
   *     with {@link dev.latchkey.gateway.refusal.Fault} or {@link ClientGone}. At most once; not at
   *     all when this throws
   * @throws Refusal LOOP_DETECTED, or for a handshake that is none
   */
  public void forward(Admission admission, Completable<Void> landing) {
    if (admission.caller().route().isOwn()) {
      self.answer(admission).onComplete(landing);
      return;
    }
    Upstream upstream = upstreams.get(admission.caller().route().upstream());
    if (upstream == null) {
      throw new IllegalStateException("no upstream " + admission.caller().route().upstream());
    }
    rules.refuseLoop(admission.caller().exchange().request().headers());
    if (WebSocketRules.isAskedFor(admission.caller().exchange().request())) {
      new WebSocketCall(admission, upstream, rules, writer, inFlight, nanoTime, landing).start();
    } else {
      new Flight(admission, upstream, rules, writer, inFlight, nanoTime, landing).start();
    }
  }
}
