// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import dev.latchkey.gateway.limit.Admission;
import io.vertx.core.Future;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * Admission to answer: the only user of the HTTP client. Forwards exactly what was authorized. One
 * event loop.
 */
public final class Forwarder {
  private final Map<String, Upstream> upstreams;
  private final HeaderRules rules;
  private final ResponseWriter writer = new ResponseWriter();
  private final InFlight inFlight;
  private final LongSupplier nanoTime;

  public Forwarder(
      Map<String, Upstream> upstreams,
      HeaderRules rules,
      InFlight inFlight,
      LongSupplier nanoTime) {
    this.upstreams = Map.copyOf(upstreams);
    this.rules = rules;
    this.inFlight = inFlight;
    this.nanoTime = nanoTime;
  }

  /**
   * Completes when the whole answer was handed to the client's connection. Fails with {@link
   * dev.latchkey.gateway.refusal.Fault} or {@link ClientGone}.
   */
  public Future<Void> forward(Admission admission) {
    Upstream upstream = upstreams.get(admission.caller().route().upstream());
    if (upstream == null) {
      throw new IllegalStateException("no upstream " + admission.caller().route().upstream());
    }
    rules.refuseLoop(admission.caller().exchange().request().headers());
    return new Flight(admission, upstream, rules, writer, inFlight, nanoTime).start();
  }
}
