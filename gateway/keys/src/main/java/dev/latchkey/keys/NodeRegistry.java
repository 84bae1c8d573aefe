// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Which gateways there are, and up to which revision of the change sequence each has forgotten what
 * it knew. What makes "revoked" a statement about nodes rather than about a row.
 */
public interface NodeRegistry {
  /** How long a gateway may be silent before nobody waits for it any more. */
  Duration SILENCE = Duration.ofSeconds(10);

  /** Notes that a gateway is there and has applied everything up to {@code revision}. */
  Future<Void> acknowledge(Self self, long revision);

  /** Forgets a gateway that stopped in order: it serves nobody any more. */
  Future<Void> leave(Self self);

  /** The sequence and everybody who follows it. Fails with {@link LedgerException}. */
  Future<View> view();

  /**
   * A gateway about itself.
   *
   * @param instance one process; a restarted gateway is another
   * @param name for people: host and port
   * @param stale how long it goes on serving known keys without hearing from the store
   */
  record Self(UUID instance, String name, Duration stale) {}

  /**
   * The gateways at one moment, by name.
   *
   * @param revision the newest change
   */
  record View(long revision, List<Node> nodes) {
    public View {
      nodes = List.copyOf(nodes);
    }
  }

  /**
   * A gateway as the store knows it. One that fell silent stays in view for as long as it may go on
   * serving what it knows.
   *
   * @param revision applied up to here
   * @param lag since the oldest change that it has not applied; zero when it has applied all
   * @param silent whether it has not been heard of for {@link #SILENCE}
   */
  record Node(String name, long revision, Duration lag, Instant lastSeenAt, boolean silent) {}
}
