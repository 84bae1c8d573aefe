// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.limit.Admission;
import dev.latchkey.gateway.self.SelfService;
import io.vertx.core.Future;
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
   * Completes when the whole answer was handed to the client's connection. Fails with {@link
   * dev.latchkey.gateway.refusal.Fault} or {@link ClientGone}.
   */
  public Future<Void> forward(Admission admission) {
    if (admission.caller().route().isOwn()) {
      return self.answer(admission);
    }
    Upstream upstream = upstreams.get(admission.caller().route().upstream());
    if (upstream == null) {
      throw new IllegalStateException("no upstream " + admission.caller().route().upstream());
    }
    rules.refuseLoop(admission.caller().exchange().request().headers());
    return WebSocketRules.isAskedFor(admission.caller().exchange().request())
        ? new WebSocketCall(admission, upstream, rules, writer, inFlight, nanoTime).start()
        : new Flight(admission, upstream, rules, writer, inFlight, nanoTime).start();
  }
}
