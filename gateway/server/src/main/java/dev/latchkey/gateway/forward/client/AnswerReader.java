// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.vertx.core.buffer.Buffer;

/** Takes the body of an answer. On its event loop; exactly one of the two ends is told. */
public interface AnswerReader {
  /** Some of the body. */
  void piece(Buffer piece);

  /** That was all of it. */
  void end();

  /** There is more, but it will never come. */
  void broken(Throwable cause);
}
