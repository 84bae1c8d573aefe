// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.buffer.Buffer;
import java.util.function.BiConsumer;

/** A request that has a connection. One event loop. */
public interface UpstreamRequest {
  /** Whether an answer came over this connection before, so that it was idle in between. */
  boolean isReused();

  /** Whether its connection is still its own, and other calls wait for one like it. */
  boolean isAwaited();

  /**
   * Begins the head, and takes its fields one after another. Nothing is sent before {@link #send}
   * or {@link #sendHead}, which come in the same turn of the event loop.
   */
  BiConsumer<CharSequence, CharSequence> head();

  /** Sends a request without a body. */
  void send();

  /**
   * Sends the head of a request whose body follows: as long as its Content-Length says, or until
   * {@link #end}.
   *
   * @param now whether the upstream must hear of it before there is any body
   */
  void sendHead(boolean now);

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
