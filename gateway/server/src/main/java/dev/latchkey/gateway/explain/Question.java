// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.gateway.explain;

import dev.latchkey.keys.ApiKey;
import org.jspecify.annotations.Nullable;

/**
 * A call to be explained.
 *
 * @param target path and query as a client would send them
 * @param host the Host field; null for none
 * @param address the client's
 */
public record Question(
    ApiKey key, String method, String target, @Nullable String host, String address) {}
