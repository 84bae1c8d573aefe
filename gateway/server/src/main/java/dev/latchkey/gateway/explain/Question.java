// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyGrant;
import org.jspecify.annotations.Nullable;

/**
 * A call to be explained.
 *
 * @param key null for one that nobody knows
 * @param presented the secret that the call would be made with; null for the key's newest
 * @param target path and query as a client would send them
 * @param host the Host field; null for none
 * @param address the client's; null when it is not to be judged
 */
public record Question(
    @Nullable ApiKey key,
    @Nullable KeyGrant presented,
    String method,
    String target,
    @Nullable String host,
    @Nullable String address) {

  /** Made with the key's newest secret. */
  public static Question of(
      ApiKey key, String method, String target, @Nullable String host, String address) {
    return new Question(key, null, method, target, host, address);
  }
}
