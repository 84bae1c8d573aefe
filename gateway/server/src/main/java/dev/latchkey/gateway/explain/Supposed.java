// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.gateway.authenticate.Approach;
import dev.latchkey.gateway.authenticate.KeyState;
import dev.latchkey.gateway.identify.Route;
import org.jspecify.annotations.Nullable;

/** A call that nobody makes. */
record Supposed(Route route, KeyState key, @Nullable String address) implements Approach {
  /** Empty, which is in no network, when the address is not judged. */
  @Override
  public String client() {
    return address == null ? "" : address;
  }
}
