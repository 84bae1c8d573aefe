// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * What the program was asked while it runs: to stop, where once means in good order and twice means
 * hurry, and to read its configuration again.
 */
public final class OperatorRequests {
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final CompletableFuture<Void> second = new CompletableFuture<>();
  private volatile Runnable onReload = () -> {};

  /** Asks to reload. Any thread. */
  public void reload() {
    onReload.run();
  }

  /** Says what a request to reload does; until then, nothing. */
  public void onReload(Runnable action) {
    onReload = action;
  }

  /** Asks to stop. Any thread; from the third time on nothing happens. */
  public void request() {
    if (!first.complete(null)) {
      second.complete(null);
    }
  }

  /** Blocks until somebody asks, or interrupts the thread. */
  public void await() {
    try {
      first.get();
    } catch (InterruptedException alsoARequest) {
      first.complete(null);
    } catch (ExecutionException neverFails) {
      throw new IllegalStateException(neverFails);
    }
  }

  /** Completes with the second request. */
  public CompletableFuture<Void> hurry() {
    return second;
  }
}
