// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.nodes;

import dev.latchkey.keys.NodeRegistry;
import dev.latchkey.keys.NodeRegistry.Node;
import dev.latchkey.keys.NodeRegistry.View;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits until every gateway has confirmed a change that was just made, but not for long: whoever
 * revokes a key is told the truth, not kept. An event loop.
 */
public final class Receipts {
  /** The longest wait for gateways that answer. */
  static final Duration PATIENCE = Duration.ofSeconds(2);

  private static final long LOOK_AGAIN_MILLIS = 20;

  private final NodeRegistry registry;
  private final LongSupplier nanoTime;

  public Receipts(NodeRegistry registry, LongSupplier nanoTime) {
    this.registry = registry;
    this.nanoTime = nanoTime;
  }

  /**
   * The receipt for everything committed up to now. Gateways that have been silent are named as
   * pending, yet nobody waits for them. Empty when the store cannot tell: the change stands all the
   * same, so this never fails.
   */
  public Future<Optional<Receipt>> confirm() {
    return new Wait(Vertx.currentContext().owner(), nanoTime.getAsLong()).begin();
  }

  private final class Wait {
    private final Vertx vertx;
    private final long begun;
    private final Promise<Optional<Receipt>> told = Promise.promise();
    private @Nullable View seen;
    private long target = -1;

    Wait(Vertx vertx, long begun) {
      this.vertx = vertx;
      this.begun = begun;
    }

    Future<Optional<Receipt>> begin() {
      long timer = vertx.setTimer(PATIENCE.toMillis(), late -> tell());
      look();
      return told.future().onComplete(done -> vertx.cancelTimer(timer));
    }

    private void look() {
      registry.view().onComplete(this::judge, unknown -> tell());
    }

    private void judge(View view) {
      seen = view;
      target = target < 0 ? view.revision() : target;
      if (view.nodes().stream().allMatch(node -> has(node) || node.silent())) {
        tell();
      } else if (!told.future().isComplete()) {
        vertx.setTimer(LOOK_AGAIN_MILLIS, due -> look());
      }
    }

    private void tell() {
      View view = seen;
      told.tryComplete(view == null ? Optional.empty() : Optional.of(receipt(view)));
    }

    private Receipt receipt(View view) {
      return new Receipt(
          target,
          view.nodes().stream().filter(this::has).map(Node::name).toList(),
          view.nodes().stream().filter(node -> !has(node)).map(Node::name).toList(),
          TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - begun));
    }

    private boolean has(Node node) {
      return node.revision() >= target;
    }
  }
}
