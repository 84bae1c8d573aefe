// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.limit;

import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;

/** Counts calls against limits. Another way of counting is another implementation of this. */
public interface Limiter {
  /**
   * Asks for one call of this key on this route, under every limit that applies: all of them count
   * it or none does. Never waits. Any event loop.
   */
  Decision ask(KeyState key, Route route);

  /** What {@link #ask} would say, without counting. */
  Decision look(KeyState key, Route route);
}
