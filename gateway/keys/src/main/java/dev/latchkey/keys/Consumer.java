// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.UUID;

/**
 * Who a key was given to: an application, a team, a customer.
 *
 * @param externalId the operator's own name for it; what upstreams see
 */
public record Consumer(UUID id, String externalId) {}
