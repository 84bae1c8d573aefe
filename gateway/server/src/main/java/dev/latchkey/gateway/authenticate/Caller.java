// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import org.jspecify.annotations.Nullable;

/**
 * Proof that a usable key was presented for this request, or that its route asks for none. Only the
 * authenticator makes one; nothing is authorized without it.
 */
public final class Caller implements Approach {
  private final Exchange exchange;
  private final Route route;
  private final @Nullable KeyState key;

  Caller(Exchange exchange, Route route, @Nullable KeyState key) {
    this.exchange = exchange;
    this.route = route;
    this.key = key;
  }

  public Exchange exchange() {
    return exchange;
  }

  @Override
  public Route route() {
    return route;
  }

  @Override
  public @Nullable KeyState key() {
    return key;
  }

  @Override
  public String client() {
    return exchange.client();
  }
}
