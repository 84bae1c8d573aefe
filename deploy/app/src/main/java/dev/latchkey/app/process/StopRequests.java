// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.process;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** How often the program was asked to stop: once means in good order, twice means hurry. */
public final class StopRequests {
  private final CompletableFuture<Void> first = new CompletableFuture<>();
  private final CompletableFuture<Void> second = new CompletableFuture<>();

  /** Asks. Any thread; from the third time on nothing happens. */
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
