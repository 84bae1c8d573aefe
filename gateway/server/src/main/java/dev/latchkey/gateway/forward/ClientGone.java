// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import org.jspecify.annotations.Nullable;

/** The client left before its answer was complete: there is nobody to tell. Stackless. */
public final class ClientGone extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ClientGone(@Nullable Throwable cause) {
    super("the client closed the connection", cause, false, false);
  }
}
