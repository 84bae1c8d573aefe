// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One listener of {@link MapKeys} and what it has not been told yet. Guarded by that one's lock.
 */
final class MapFollower {
  private final KeyChangeFeed.Listener listener;
  private final @Nullable Context context;
  private final Promise<Void> started = Promise.promise();
  private final Set<KeyId> missed = new LinkedHashSet<>();
  private boolean missedMany;

  MapFollower(KeyChangeFeed.Listener listener, @Nullable Context context) {
    this.listener = listener;
    this.context = context;
  }

  Future<Void> started() {
    return started.future();
  }

  /**
   * @param ids null for more than are worth naming
   */
  void note(@Nullable Collection<KeyId> ids) {
    if (ids == null) {
      missedMany = true;
    } else {
      missed.addAll(ids);
    }
  }

  void catchUp(long revision, boolean acceptsForeign) {
    if (missedMany) {
      on(context, () -> listener.onManyChanged(revision));
    } else if (!missed.isEmpty()) {
      Set<KeyId> ids = Set.copyOf(missed);
      on(context, () -> listener.onChanged(revision, ids));
    }
    missed.clear();
    missedMany = false;
    on(context, () -> listener.onConfirmed(revision, acceptsForeign));
    started.tryComplete();
  }

  void lost() {
    on(context, () -> listener.onLost(new IllegalStateException("contact lost")));
  }

  /** On the context, or here where there is none. */
  static void on(@Nullable Context context, Runnable task) {
    if (context == null || context == Vertx.currentContext()) {
      task.run();
    } else {
      context.runOnContext(go -> task.run());
    }
  }
}
