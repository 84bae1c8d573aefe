// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits in a test for what a port answers, at most 20 s. */
public final class Answers {
  private static final long SECONDS = 20;

  private Answers() {}

  /** The result. Rethrows what the future failed with, if that is unchecked. */
  public static <T> T of(Future<T> future) {
    try {
      return get(future);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new AssertionError("failed", e.getCause());
    }
  }

  /** What the future failed with. */
  public static Throwable faultOf(Future<?> future) {
    try {
      throw new AssertionError("succeeded with " + get(future));
    } catch (ExecutionException e) {
      return Objects.requireNonNull(e.getCause());
    }
  }

  /** The reason of the refusal that the future failed with. */
  public static LedgerException.Reason refusalOf(Future<?> future) {
    Throwable fault = faultOf(future);
    if (fault instanceof LedgerException refusal) {
      return refusal.reason();
    }
    throw new AssertionError("failed otherwise", fault);
  }

  private static <T> T get(Future<T> future) throws ExecutionException {
    CompletableFuture<T> answer = future.toCompletionStage().toCompletableFuture();
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      throw new AssertionError("no answer within " + SECONDS + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError("interrupted", e);
    }
  }
}
