// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.app.wiring;

import dev.latchkey.keys.NodeRegistry;
import io.vertx.core.Future;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the store that this gateway is there, and what it has applied: at once when that is more
 * than before, now and then when it is not. One statement at a time; under a storm of changes only
 * the newest is told. The feed's context.
 */
final class NodePresence {
  private static final Logger log = LoggerFactory.getLogger(NodePresence.class);
  private static final long SIGN_OF_LIFE_NANOS = TimeUnit.MILLISECONDS.toNanos(3_500);
  private static final long NOTHING = -1;

  private final NodeRegistry registry;
  private final NodeRegistry.Self self;
  private final LongSupplier nanoTime;
  private long applied = NOTHING;
  private long told = NOTHING;
  private long toldNanos;
  private boolean telling;
  private boolean gone;

  NodePresence(NodeRegistry registry, NodeRegistry.Self self, LongSupplier nanoTime) {
    this.registry = registry;
    this.self = self;
    this.nanoTime = nanoTime;
  }

  /**
   * A new process under its host's name and its port. Blocks for an instant.
   *
   * @param stale how long it serves known keys without hearing from the store
   */
  static NodePresence of(NodeRegistry registry, int port, Duration stale, LongSupplier nanoTime) {
    NodeRegistry.Self self =
        new NodeRegistry.Self(UUID.randomUUID(), hostName() + ':' + port, stale);
    return new NodePresence(registry, self, nanoTime);
  }

  private static String hostName() {
    String given = System.getenv("HOSTNAME");
    if (given != null && !given.isBlank()) {
      return given;
    }
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }

  /** Everything up to this revision has been applied here. */
  synchronized void confirmed(long revision) {
    applied = revision;
    boolean due = told != applied || nanoTime.getAsLong() - toldNanos >= SIGN_OF_LIFE_NANOS;
    if (due && !telling && !gone) {
      tell();
    }
  }

  /** Serves nobody any more. */
  synchronized Future<Void> leave() {
    gone = true;
    return registry.leave(self);
  }

  private void tell() {
    telling = true;
    long revision = applied;
    registry
        .acknowledge(self, revision)
        .onComplete(done -> told(revision), fault -> untold(revision, fault));
  }

  private synchronized void told(long revision) {
    telling = false;
    told = revision;
    toldNanos = nanoTime.getAsLong();
    if (applied != revision && !gone) {
      tell();
    }
  }

  /** The next confirmation, two seconds away at most, tries again. */
  private synchronized void untold(long revision, Throwable fault) {
    telling = false;
    log.debug("could not acknowledge revision {}: {}", revision, fault.getMessage());
  }
}
