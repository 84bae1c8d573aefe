// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.Duration;

/**
 * Rings after a time, on the only event loop there is. What is due there before it happens before
 * it, however busy the machine is: an answer that the bell does not precede came in time.
 */
final class Bell {
  private volatile boolean rung;

  Bell(Vertx vertx, Duration after) {
    vertx.setTimer(after.toMillis(), due -> rung = true);
  }

  /** Whether the answer was there before the bell rang. Waits for the answer. */
  boolean isPrecededBy(Future<?> answer) {
    return Answers.of(answer.transform(done -> Future.succeededFuture(!rung)));
  }
}
