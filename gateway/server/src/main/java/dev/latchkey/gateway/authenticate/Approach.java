// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import dev.latchkey.gateway.identify.Route;
import org.jspecify.annotations.Nullable;

/**
 * A call as the access rules see it: on which route, with which key, from where. Proves nothing, so
 * that rules can also be asked about calls that nobody makes; a {@link Caller} does.
 */
public interface Approach {
  Route route();

  /** Null on a public route. */
  @Nullable KeyState key();

  /** The client's address by the trust rules. */
  String client();
}
