// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyHasher;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.time.InstantSource;

/** Stores that have been checked, as a start of the program checks them. */
public final class OpenStores {
  private OpenStores() {}

  /** Fails as {@link PgStore#check} does, and then leaves no connection open. */
  public static Future<PgStore> open(
      Vertx vertx, PgSettings settings, KeyHasher hasher, InstantSource clock) {
    PgStore store = PgStore.on(vertx, settings, hasher, clock);
    return store
        .check()
        .map(store)
        .recover(fault -> store.close().transform(closed -> Future.failedFuture(fault)));
  }
}
