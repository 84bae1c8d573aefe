// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.calls;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One call at the gateway, as it ended. Holds no query, no header field and no secret.
 *
 * @param tenant of the key; null where no key was known, and so is {@code key}
 * @param route null where none matched
 * @param path without its query; empty where it could not be read
 * @param client the client's address by the trust rules
 * @param status as sent; 0 when the client left first
 * @param code of our own answer; null when the upstream answered
 * @param cause why the key was not accepted, which the client was not told; null where that is not
 *     what was wrong
 * @param named scopes that were missing, or limits that were used up
 * @param shadow what a shadow rule would have refused the call with; null for nothing
 */
public record CallRecord(
    Instant at,
    String requestId,
    @Nullable Tenant tenant,
    @Nullable KeyId key,
    @Nullable String route,
    String method,
    String path,
    String client,
    int status,
    @Nullable String code,
    @Nullable String cause,
    List<String> named,
    @Nullable String shadow,
    long durationMicros) {
  public CallRecord {
    named = List.copyOf(named);
  }
}
