// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The data plane's write port: when secrets were last used. Batched by the caller. */
@FunctionalInterface
public interface KeyActivity {
  /**
   * Records last uses, one statement for the whole batch. Times only move forward. The first use of
   * a secret that waits for it activates the secret and starts its predecessor's grace.
   */
  Future<Void> record(List<SecretUse> uses);

  /**
   * @param at truncated to the minute
   */
  record SecretUse(KeyId key, UUID secret, Instant at) {}
}
