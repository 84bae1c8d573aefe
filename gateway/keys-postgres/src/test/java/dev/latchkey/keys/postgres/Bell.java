// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.Answers;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Tells time by the only event loop there is. What is due there before the bell happens before it,
 * however busy the machine is: an answer that the bell does not precede came in time.
 */
final class Bell {
  private Bell() {}

  /**
   * What became of questions.
   *
   * @param inTime whether all were answered before the bell rang
   */
  record Asked<T>(List<Future<T>> answers, boolean inTime) {}

  /** Asks so often at once, on the event loop, sets the bell right after, and waits for either. */
  static <T> Asked<T> ask(Vertx vertx, Duration after, int times, Supplier<Future<T>> question) {
    Promise<Asked<T>> first = Promise.promise();
    vertx.runOnContext(
        v -> {
          List<Future<T>> answers = Stream.generate(question).limit(times).toList();
          Future.join(answers)
              .onComplete(answered -> first.tryComplete(new Asked<>(answers, true)));
          vertx.setTimer(after.toMillis(), due -> first.tryComplete(new Asked<>(answers, false)));
        });
    return Answers.of(first.future());
  }
}
