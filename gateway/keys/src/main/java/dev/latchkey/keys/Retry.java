// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import io.vertx.core.buffer.Buffer;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What makes a request that is sent twice take effect once: stored in the transaction of the change
 * itself, so that there is no moment at which one exists without the other.
 *
 * @param name which request it is: 64 hexadecimal digits, a digest that leads back to nothing
 * @param fingerprint of what was sent: 64 hexadecimal digits
 * @param seal makes the answer for the key as stored, sealed; null where it is not to be kept
 */
public record Retry(String name, String fingerprint, Function<ApiKey, @Nullable Buffer> seal) {

  /**
   * What is known of a request that took effect.
   *
   * @param key the key that it made or changed
   * @param sealed the answer; null when it was not kept
   */
  public record Known(String fingerprint, KeyId key, @Nullable Buffer sealed, Instant at) {}
}
