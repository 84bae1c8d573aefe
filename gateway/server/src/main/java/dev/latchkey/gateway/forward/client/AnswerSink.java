// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward.client;

import io.netty.buffer.ByteBuf;

/** Takes an answer apart as it is read: a head, pieces of the body, the end. One event loop. */
interface AnswerSink {
  /** The head of the answer that counts. */
  void answered(AnswerHead head);

  /** The head of an answer after which HTTP is not spoken any more. */
  void switched(AnswerHead head);

  /** Some of the body; the receiver's to release. */
  void piece(ByteBuf piece);

  /** That was all of it. */
  void ended(Fields trailers);
}
