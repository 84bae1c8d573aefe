// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

/** Hears what becomes of one call. On its event loop, never after {@link UpstreamRequest#reset}. */
public interface CallListener {
  /**
   * All connections are taken. Whether the call stands in the line for one; if not, nothing more is
   * heard of it, and it asks again when it is ready to.
   */
  default boolean waitsInLine() {
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
