// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Many who call at once. */
final class Crowd {
  private Crowd() {}

  /** What each of them heard, in the order of their numbers from 0. */
  static <T> List<T> of(int size, IntFunction<T> call) {
    ExecutorService threads = Executors.newFixedThreadPool(size);
    try {
      return IntStream.range(0, size)
          .mapToObj(i -> CompletableFuture.supplyAsync(() -> call.apply(i), threads))
          .toList()
          .stream()
          .map(CompletableFuture::join)
          .toList();
    } finally {
      threads.shutdown();
    }
  }
}
