// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.keys.KeySecret;
import dev.latchkey.keys.Retry;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A request that may be sent twice and shall take effect once.
 *
 * @param name which request it is: 64 hexadecimal digits
 * @param fingerprint of what was sent: 64 hexadecimal digits
 * @param seal makes the sealed answer; null where it is not to be kept
 */
public record Once(String name, String fingerprint, Function<Created, @Nullable Buffer> seal) {

  /** For the ledger, which only knows the key and not its secret. */
  static @Nullable Retry retry(@Nullable Once once, @Nullable KeySecret secret) {
    return once == null
        ? null
        : new Retry(
            once.name(), once.fingerprint(), key -> once.seal().apply(new Created(key, secret)));
  }
}
