// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tells time by the only event loop there is. What is due there before the bell happens before it,
 * however busy the machine is: an answer that the bell does not precede came in time.
 */
final class Bell {
  private Bell() {}

  /**
   * Asks on the event loop, sets the bell right after, and waits for the first of the two.
   *
   * @return whether the answer was there before the bell rang
   */
  static boolean rangAfterTheAnswer(Vertx vertx, Duration after, Supplier<Future<?>> question) {
    Promise<Boolean> first = Promise.promise();
    vertx.runOnContext(
        v -> {
          question.get().onComplete(answered -> first.tryComplete(true));
          vertx.setTimer(after.toMillis(), due -> first.tryComplete(false));
        });
    return Answers.of(first.future());
  }
}
