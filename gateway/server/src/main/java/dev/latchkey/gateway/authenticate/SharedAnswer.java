// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.authenticate;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;

/** An answer that several requests wait for. */
public final class SharedAnswer {
  private SharedAnswer() {}

  /** It completes on the loop that asked for it; every request goes on on its own. */
  public static <T> Future<T> onThisContext(Future<T> future) {
    Context context = Vertx.currentContext();
    if (context == null) {
      return future;
    }
    Promise<T> promise = Promise.promise();
    future.onComplete(done -> context.runOnContext(v -> promise.handle(done)));
    return promise.future();
  }
}
