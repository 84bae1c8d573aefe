// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.login;

import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.KeyDigest;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.Optional;

/**
 * Sessions of the console, known by the digest of their token. Futures fail with {@link
 * dev.latchkey.keys.LedgerException}, reason UNAVAILABLE, for every fault of the store.
 */
public interface Sessions {
  /** Begins a session; one transaction with its audit row. */
  Future<Void> begin(Attribution by, KeyDigest token, Session session);

  /** A session that has not ended, and was used within {@code idle}; it is used now. */
  Future<Optional<Session>> use(KeyDigest token, Duration idle);

  /** Ends a session; one transaction with its audit row. */
  Future<Void> end(Attribution by, KeyDigest token);
}
