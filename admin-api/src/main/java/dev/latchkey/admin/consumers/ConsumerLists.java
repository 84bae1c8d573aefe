// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.consumers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.latchkey.admin.json.Json;
import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.keys.KeyJson;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.ConsumerLedger;
import dev.latchkey.keys.ConsumerRecord;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Pages of consumers, newest first: the query, the cursor, and a consumer as JSON. */
public final class ConsumerLists {
  private static final int DEFAULT_LIMIT = 50;
  private static final List<String> FILTERS = List.of("q", "team", "owner", "tag", "externalId");

  private final Cursors cursors;

  public ConsumerLists(Cursors cursors) {
    this.cursors = cursors;
  }

  /** The query, or a problem with every fault of the parameters at once. */
  public ConsumerLedger.Query read(Tenant tenant, Members query) {
    String cursor = query.text("cursor");
    Optional<List<@Nullable String>> place =
        cursor == null ? Optional.empty() : cursors.open(tenant, nameOf(query), cursor);
    if (cursor != null && place.isEmpty()) {
      query.fault("cursor", FaultCode.INVALID_CURSOR);
    }
    query.faults().refuseIfAny();
    Long limit = query.integer("limit");
    return new ConsumerLedger.Query(
        query.text("q"),
        query.text("team"),
        query.text("owner"),
        query.text("tag"),
        query.text("externalId"),
        place.map(parts -> Instant.parse(String.valueOf(parts.get(0)))).orElse(null),
        place.map(parts -> UUID.fromString(String.valueOf(parts.get(1)))).orElse(null),
        limit == null ? DEFAULT_LIMIT : limit.intValue());
  }

  /** The cursor of the page after this one; null after the last. */
  public @Nullable String next(Tenant tenant, Members query, Page<ConsumerRecord> page) {
    if (!page.hasMore() || page.rows().isEmpty()) {
      return null;
    }
    ConsumerRecord last = page.rows().get(page.rows().size() - 1);
    return cursors.seal(
        tenant, nameOf(query), List.of(last.created().at().toString(), last.id().toString()));
  }

  /** A consumer as the API shows it. */
  public static ObjectNode write(ConsumerRecord consumer) {
    ObjectNode json = Json.object();
    json.put("id", consumer.id().toString());
    json.put("externalId", consumer.externalId());
    json.put("name", consumer.name());
    json.put("owner", consumer.owner());
    json.put("team", consumer.team());
    json.put("plan", consumer.plan());
    json.set("rateLimits", KeyJson.limits(consumer.limits()));
    json.set("metadata", Json.tree(consumer.metadata()));
    json.set("tags", Json.array(consumer.tags()));
    json.put("keys", consumer.keys());
    json.put("createdAt", Json.instant(consumer.created().at()));
    json.put("createdBy", consumer.created().by());
    json.put("updatedAt", Json.instant(consumer.updated().at()));
    json.put("updatedBy", consumer.updated().by());
    return json.put("version", consumer.version());
  }

  private static String nameOf(Members query) {
    return "consumers?"
        + FILTERS.stream()
            .filter(query::has)
            .map(name -> name + "=" + query.raw(name))
            .collect(Collectors.joining("&"));
  }
}
