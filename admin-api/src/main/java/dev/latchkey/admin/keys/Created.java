// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeySecret;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A key with the secret that was just made for it: the only moment at which both are together.
 *
 * @param made null when the caller made the secret himself and sent its digest alone
 */
public record Created(ApiKey key, @Nullable KeySecret made) {

  /**
   * The secret made here.
   *
   * @throws NullPointerException when there is none
   */
  public KeySecret secret() {
    return Objects.requireNonNull(made, "the secret never was here");
  }
}
