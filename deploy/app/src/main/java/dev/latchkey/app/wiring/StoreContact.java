// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.app.terminal.CommandFailure;
import dev.latchkey.app.terminal.ExitCode;
import dev.latchkey.keys.KeyChangeFeed;
import dev.latchkey.keys.postgres.PgStore;
import java.time.Duration;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** A node's contact with its store: what changes there is heard here, and silence is noticed. */
final class StoreContact {
  private static final Duration FIRST = Duration.ofSeconds(10);

  private StoreContact() {}

  /**
   * Follows the store's changes, having heard of it once. Blocks.
   *
   * @param plane whose cache is kept current; null on a node without a gateway
   * @throws CommandFailure when the store does not answer
   */
  static FeedWatch begin(Platform platform, PgStore store, @Nullable DataPlane plane, Undo undo) {
    FeedWatch watch =
        new FeedWatch(
            plane == null ? FeedWatch.deaf() : plane.cache(),
            platform.nanoTime(),
            NodeMeters.propagation(platform.registry()));
    KeyChangeFeed feed = store.newChangeFeed();
    undo.add("change feed", () -> feed.close().toCompletionStage());
    await(feed, watch);
    NodeMeters.store(platform.registry(), () -> watch.inContact() && store.isReachable(), watch);
    if (plane == null) {
      platform.readiness().check("store", () -> watch.inContact() ? null : "the key store is away");
    } else {
      tell(platform, plane);
    }
    return watch;
  }

  private static void await(KeyChangeFeed feed, FeedWatch watch) {
    try {
      Waiting.on(feed.start(watch), FIRST);
    } catch (TimeoutException silent) {
      throw new CommandFailure(ExitCode.STORE, "store: the database stopped answering");
    } catch (Exception failed) {
      throw new CommandFailure(ExitCode.STORE, "store: " + failed.getMessage());
    }
  }

  /** A gateway is ready for as long as it may serve the keys that it knows. */
  private static void tell(Platform platform, DataPlane plane) {
    NodeMeters.gateway(platform.registry(), plane);
    NodeMeters.pressure(platform.registry(), platform.pressure());
    platform
        .readiness()
        .check(
            "keyCache",
            () ->
                plane.cache().canServeKnown()
                    ? null
                    : "the key store has been away for longer than known keys may go on");
  }
}
