// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.paging;

import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Tenant;
import dev.latchkey.keys.leaks.Leaks.Position;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Places in lists that run from the newest to the oldest. Any thread. */
public final class TimeCursor {
  private static final int DEFAULT_LIMIT = 50;

  private final Cursors cursors;

  public TimeCursor(Cursors cursors) {
    this.cursors = cursors;
  }

  /**
   * What a caller asks for.
   *
   * @param after null for the beginning
   */
  public record Place(@Nullable Position after, int limit) {}

  /** Reads {@code limit} and {@code cursor}; a cursor that is none of this list is a fault. */
  public Place read(Tenant tenant, String list, Members query) {
    Long limit = query.integer("limit");
    String sent = query.text("cursor");
    Optional<List<@Nullable String>> place =
        sent == null ? Optional.empty() : cursors.open(tenant, list, sent);
    if (sent != null && place.isEmpty()) {
      query.faults().add("/query/cursor", FaultCode.INVALID_CURSOR);
    }
    query.faults().refuseIfAny();
    return new Place(
        place
            .map(
                parts ->
                    new Position(
                        Instant.parse(String.valueOf(parts.get(0))),
                        UUID.fromString(String.valueOf(parts.get(1)))))
            .orElse(null),
        limit == null ? DEFAULT_LIMIT : limit.intValue());
  }

  /** The cursor of the next page; null where there is none. */
  public <T> @Nullable String next(
      Tenant tenant, String list, Page<T> page, Function<T, Instant> time, Function<T, UUID> id) {
    if (!page.hasMore() || page.rows().isEmpty()) {
      return null;
    }
    T last = page.rows().get(page.rows().size() - 1);
    return cursors.seal(
        tenant, list, List.of(time.apply(last).toString(), id.apply(last).toString()));
  }
}
