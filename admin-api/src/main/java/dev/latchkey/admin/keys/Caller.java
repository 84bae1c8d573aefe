// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.access.Principal;
import dev.latchkey.keys.Attribution;
import dev.latchkey.keys.Tenant;
import org.jspecify.annotations.Nullable;

/**
 * A principal in one request.
 *
 * @param address the client's, if there is one
 */
public record Caller(Principal principal, String requestId, @Nullable String address) {
  public Tenant tenant() {
    return principal.tenant();
  }

  /** What the audit row will say. */
  public Attribution attribution(@Nullable String reason) {
    return new Attribution(tenant(), principal.actor(), requestId, address, reason);
  }
}
