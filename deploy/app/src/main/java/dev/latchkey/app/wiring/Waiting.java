// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Lets a command's own thread wait for the event loops. Never for an event loop. */
public final class Waiting {
  private Waiting() {}

  /**
   * The future's result.
   *
   * @throws Exception the future's failure, or {@link TimeoutException}
   */
  public static <T extends @Nullable Object> T on(Future<T> future, Duration limit)
      throws Exception {
    try {
      return future
          .toCompletionStage()
          .toCompletableFuture()
          .get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      throw cause instanceof Exception known ? known : failed;
    }
  }
}
