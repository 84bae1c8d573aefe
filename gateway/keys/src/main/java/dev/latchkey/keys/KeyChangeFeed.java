// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Duration;
import java.util.Set;

/**
 * Tells when keys changed, so that caches can forget them. Push is the fast path, polling the
 * sequence is the guarantee: no change is ever skipped, some may be told twice.
 */
public interface KeyChangeFeed {
  /** Begins to listen. Succeeds once the first confirmation was given; keeps trying after that. */
  Future<Void> start(Listener listener);

  /** Stops listening and closes the connection. */
  Future<Void> close();

  /** Called on the feed's context, never concurrently. */
  interface Listener {
    /**
     * These keys changed in revisions up to and including this one.
     *
     * @param keys ids; a set too large to name is given by {@link #onManyChanged}
     */
    void onChanged(long revision, Set<KeyId> keys);

    /** So much changed up to this revision that everything read before it is doubtful. */
    void onManyChanged(long revision);

    /**
     * What was told last has been applied.
     *
     * @param age of the oldest change in it, by the store's clock
     */
    default void onApplied(Duration age) {}

    /**
     * The store confirmed that nothing beyond this revision has happened.
     *
     * @param acceptsForeign whether imported keys exist that lack Latchkey's own shape and check
     */
    void onConfirmed(long revision, boolean acceptsForeign);

    /** The store could not be reached; called once when contact is lost. */
    void onLost(Throwable cause);
  }
}
