// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.accept.Exchange;
import dev.latchkey.gateway.identify.Route;
import dev.latchkey.keys.Bait;

/** Told of every use of a decoy; the caller gets the answer of any unknown key. Must not wait. */
@FunctionalInterface
public interface DecoyTrap {
  void sprung(Exchange exchange, Route route, Bait bait);
}
