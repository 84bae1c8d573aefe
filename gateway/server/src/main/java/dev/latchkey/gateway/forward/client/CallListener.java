// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

/** Hears what becomes of one call. On its event loop, never after {@link UpstreamRequest#reset}. */
public interface CallListener {
  /**
   * Connections are scarce. Whether the call would use one as soon as it has it; if not, nothing
   * more is heard of this request for one, and the call asks again when it would.
   */
  default boolean isReady() {
    return true;
  }

  /** There is a connection: the request can be sent, or reset. */
  void connected(UpstreamRequest request);

  /** There is none, and nothing was sent. */
  void notConnected(Throwable cause);

  /** The head of the answer is there. */
  void answered(UpstreamRequest request, UpstreamAnswer answer);

  /** There will be no answer. */
  void broken(UpstreamRequest request, Throwable cause);
}
