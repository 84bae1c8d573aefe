// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.consumers;

import dev.latchkey.admin.json.Members;
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

/** Pages of consumers, newest first: the query and the cursor. */
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

  private static String nameOf(Members query) {
    return "consumers?"
        + FILTERS.stream()
            .filter(query::has)
            .map(name -> name + "=" + query.raw(name))
            .collect(Collectors.joining("&"));
  }
}
