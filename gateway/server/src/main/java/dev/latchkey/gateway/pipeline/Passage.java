// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.pipeline;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.authenticate.Caller;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.gateway.refusal.Refusal;
import org.jspecify.annotations.Nullable;

/** How far a request came, for rendering and recording. Proves nothing; opens nothing. */
final class Passage {
  private final Exchange exchange;
  private @Nullable Route route;
  private @Nullable Caller caller;
  private @Nullable Refusal shadow;
  private boolean ended;

  Passage(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Says that it is over; whether that is news. */
  boolean end() {
    boolean news = !ended;
    ended = true;
    return news;
  }

  Exchange exchange() {
    return exchange;
  }

  @Nullable Route route() {
    return route;
  }

  @Nullable Caller caller() {
    return caller;
  }

  /** What stricter rules would have refused it with; null for nothing. */
  @Nullable Refusal shadow() {
    return shadow;
  }

  void inTheShadowOf(@Nullable Refusal objection) {
    shadow = objection;
  }

  Route onto(Route found) {
    route = found;
    return found;
  }

  Caller by(Caller proven) {
    caller = proven;
    return proven;
  }
}
