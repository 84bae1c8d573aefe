// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.forward;

import io.vertx.core.Completable;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Hears what became of an answer on its way to the client. On its event loop. */
interface Delivery {
  /** All of it was handed to the client's connection. */
  void delivered();

  /** It was not: {@link ClientGone} where the client's side broke, else what the upstream's did. */
  void failed(Throwable cause);

  /** Waits for the last that is written, without a future in between. */
  static void of(Future<Void> last, Delivery to) {
    last.onComplete(new Last(to));
  }

  /** What is left to hear. */
  record Last(Delivery to) implements Completable<Void> {
    @Override
    public void complete(@Nullable Void nothing, @Nullable Throwable cause) {
      if (cause == null) {
        to.delivered();
      } else {
        to.failed(new ClientGone(cause));
      }
    }
  }
}
