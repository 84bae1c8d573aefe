// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A consumer as it is managed: who keys were given to, and what they use up together.
 *
 * @param externalId the operator's own name for it, unique in the tenant; what upstreams see
 * @param owner the person responsible
 * @param plan whose limits and quotas its keys share; null for none
 * @param limits replace the plan's of the same name; counted over all keys of the consumer together
 * @param keys how many keys it has that are not revoked
 * @param quotaUse of the newest day and month that each quota was counted in
 * @param version counts changes, from 1; the number in the ETag
 */
public record ConsumerRecord(
    UUID id,
    Tenant tenant,
    String externalId,
    @Nullable String name,
    @Nullable String owner,
    @Nullable String team,
    @Nullable String plan,
    List<Limit> limits,
    Map<String, Object> metadata,
    List<String> tags,
    ApiKey.Stamp created,
    ApiKey.Stamp updated,
    long keys,
    List<QuotaUse> quotaUse,
    long version) {

  public ConsumerRecord {
    limits = List.copyOf(limits);
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    tags = List.copyOf(tags);
    quotaUse = List.copyOf(quotaUse);
  }
}
