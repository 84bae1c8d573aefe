// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.MultiMap;
import io.vertx.core.buffer.Buffer;

/** A request that has a connection. One event loop. */
public interface UpstreamRequest {
  /** Whether an answer came over this connection before, so that it was idle in between. */
  boolean isReused();

  /**
   * Sends a request without a body.
   *
   * @param fields not used by anybody else from now on
   */
  void send(MultiMap fields);

  /**
   * Sends the head of a request whose body follows: as long as its Content-Length says, or until
   * {@link #end}.
   *
   * @param fields not used by anybody else from now on
   * @param now whether the upstream must hear of it before there is any body
   */
  void sendHead(MultiMap fields, boolean now);

  /** Sends some of the body. */
  void write(Buffer piece);

  /** Says that this was all of the body. */
  void end();

  /** Whether more is waiting to be sent than is good. */
  boolean isFull();

  /** Runs the action once, when it is not full any more. */
  void onDrain(Runnable action);

  /**
   * Gives the call up: what was begun is broken off, what was not is given back. Nobody hears of it
   * any more. After the end of both messages it does nothing.
   */
  void reset();
}
