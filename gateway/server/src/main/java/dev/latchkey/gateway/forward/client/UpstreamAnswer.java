// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.net.NetSocket;

/** An answer whose head is there. One event loop. */
public interface UpstreamAnswer {
  int status();

  /** The reason phrase; empty where there is none. */
  String phrase();

  Fields fields();

  /** What followed the body; complete when the reader was told the end. */
  Fields trailers();

  /**
   * From now on the reader is handed the body. At most once, and within the call that told of it.
   */
  void read(AnswerReader reader);

  /** Hands on nothing until resumed, and soon makes the upstream wait. */
  void pause();

  /** Goes on. */
  void resume();

  /**
   * Takes the connection over, paused, with all that came after this answer. Only for 101.
   *
   * @throws UnsupportedOperationException where the protocol cannot
   */
  NetSocket upgrade();
}
