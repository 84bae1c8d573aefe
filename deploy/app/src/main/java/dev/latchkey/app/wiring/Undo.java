// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How to stop what was started, in reverse order; also what is left of a start that failed. One
 * thread.
 */
public final class Undo {
  private static final Logger log = LoggerFactory.getLogger(Undo.class);

  /** Longer than any step's own bound. */
  private static final long LIMIT_SECONDS = 45;

  private final Deque<Step> steps = new ArrayDeque<>();

  private record Step(String what, Supplier<CompletionStage<?>> how) {}

  /** Adds a step that takes time on other threads; it is undone before what was added earlier. */
  public void add(String what, Supplier<CompletionStage<?>> how) {
    steps.push(new Step(what, how));
  }

  /** Adds a step that is done when it returns. */
  public void addBlocking(String what, Runnable how) {
    add(
        what,
        () -> {
          how.run();
          return CompletableFuture.completedFuture(null);
        });
  }

  /**
   * Runs every step, whatever becomes of the others. Blocks.
   *
   * @param hurry once complete, steps are still begun but not waited for
   */
  public void run(CompletableFuture<?> hurry) {
    while (!steps.isEmpty()) {
      Step step = steps.pop();
      log.debug("stopping: {}", step.what());
      try {
        CompletableFuture.anyOf(step.how().get().toCompletableFuture(), hurry)
            .get(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException asksToHurry) {
        hurry.complete(null);
      } catch (Exception failed) {
        log.warn("could not stop in good order: {}: {}", step.what(), failed.toString());
      }
    }
  }
}
