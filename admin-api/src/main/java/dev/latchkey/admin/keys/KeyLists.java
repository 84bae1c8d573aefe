// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.admin.keys;

import dev.latchkey.admin.json.Members;
import dev.latchkey.admin.paging.Cursors;
import dev.latchkey.admin.problem.FaultCode;
import dev.latchkey.keys.ApiKey;
import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyQuery.Position;
import dev.latchkey.keys.KeyQuery.Sort;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Page;
import dev.latchkey.keys.Scope;
import dev.latchkey.keys.Tenant;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which keys somebody wants to see, and seals where the next page begins. */
public final class KeyLists {
  /** Rows of a page when nothing is said. */
  public static final int DEFAULT_LIMIT = 50;

  /** Rows of the largest page. */
  public static final int MOST = 200;

  private static final Map<String, Sort> SORTS =
      Map.of(
          "createdAt", Sort.CREATED_AT,
          "name", Sort.NAME,
          "lastUsedAt", Sort.LAST_USED_AT,
          "expiresAt", Sort.EXPIRES_AT);
  private static final List<String> FILTERS =
      List.of(
          "status",
          "profile",
          "environment",
          "consumerId",
          "scope",
          "tag",
          "q",
          "createdAfter",
          "createdBefore",
          "lastUsedBefore",
          "neverUsed",
          "expiresBefore",
          "sort");

  private final Cursors cursors;

  public KeyLists(Cursors cursors) {
    this.cursors = cursors;
  }

  /** The query, or a problem with every fault of the parameters at once. */
  public KeyQuery read(Tenant tenant, Members query) {
    String sort = query.text("sort") == null ? "-createdAt" : String.valueOf(query.text("sort"));
    boolean descending = sort.startsWith("-");
    Long limit = query.integer("limit");
    String scope = query.text("scope");
    if (scope != null && !Scope.isValid(scope)) {
      query.fault("scope", FaultCode.UNKNOWN_SCOPE);
    }
    Instant createdAfter = query.instant("createdAfter");
    Instant createdBefore = query.instant("createdBefore");
    Instant lastUsedBefore = query.instant("lastUsedBefore");
    Instant expiresBefore = query.instant("expiresBefore");
    Position after = after(tenant, query);
    query.faults().refuseIfAny();
    return new KeyQuery(
        statuses(query),
        query.text("profile"),
        query.text("environment"),
        query.text("consumerId"),
        scope == null ? null : new Scope(scope),
        query.text("tag"),
        query.text("q"),
        createdAfter,
        createdBefore,
        lastUsedBefore,
        query.has("neverUsed") ? query.flag("neverUsed") : null,
        expiresBefore,
        SORTS.getOrDefault(descending ? sort.substring(1) : sort, Sort.CREATED_AT),
        descending,
        after,
        limit == null ? DEFAULT_LIMIT : limit.intValue());
  }

  /** The cursor of the page after this one; null after the last. */
  public @Nullable String next(Tenant tenant, Members asked, KeyQuery query, Page<ApiKey> page) {
    if (!page.hasMore() || page.rows().isEmpty()) {
      return null;
    }
    ApiKey last = page.rows().get(page.rows().size() - 1);
    return cursors.seal(
        tenant, nameOf(asked), Arrays.asList(value(query.sort(), last), last.id().toString()));
  }

  private @Nullable Position after(Tenant tenant, Members query) {
    String cursor = query.text("cursor");
    if (cursor == null) {
      return null;
    }
    Optional<List<@Nullable String>> place = cursors.open(tenant, nameOf(query), cursor);
    KeyId id = place.flatMap(parts -> KeyId.parse(String.valueOf(parts.get(1)))).orElse(null);
    if (id == null) {
      query.fault("cursor", FaultCode.INVALID_CURSOR);
      return null;
    }
    return new Position(place.orElseThrow().get(0), id);
  }

  /** The list's name with everything that decides which rows it has, in which order. */
  private static String nameOf(Members query) {
    return "keys?"
        + FILTERS.stream()
            .filter(query::has)
            .map(name -> name + "=" + query.raw(name))
            .collect(Collectors.joining("&"));
  }

  private static Set<KeyStatus> statuses(Members query) {
    List<String> words = query.texts("status");
    Set<KeyStatus> statuses = EnumSet.noneOf(KeyStatus.class);
    if (words != null) {
      words.forEach(word -> statuses.add(KeyStatus.valueOf(word.toUpperCase(Locale.ROOT))));
    }
    return Collections.unmodifiableSet(statuses);
  }

  private static @Nullable String value(Sort sort, ApiKey key) {
    return switch (sort) {
      case CREATED_AT -> key.created().at().toString();
      case NAME -> key.name();
      case LAST_USED_AT -> text(key.lastUsedAt());
      case EXPIRES_AT -> text(key.validity().expiresAt());
    };
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
