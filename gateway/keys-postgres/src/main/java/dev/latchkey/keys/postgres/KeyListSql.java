// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Tenant;
import java.time.Instant;

/**
 * The statement for one page of a list: every filter, the order and the page's start in SQL. It
 * finds the page's ids first, as far as it can by walking along an index, and then reads only these
 * keys with their secrets and relations.
 */
final class KeyListSql {
  /** The same order of precedence as {@code Validity.status}; $1 is the present instant. */
  private static final String STATUS =
      """
      CASE WHEN k.revoked_at IS NOT NULL THEN 'REVOKED'
        WHEN k.expires_at <= $1 THEN 'EXPIRED'
        WHEN NOT k.enabled THEN 'DISABLED'
        WHEN k.not_before > $1 THEN 'SCHEDULED'
        ELSE 'ACTIVE' END = ANY
      """;

  /** For each key by itself: any other way would read the uses of all tenants' keys. */
  private static final String LAST_USE =
      """
      LEFT JOIN LATERAL (
        SELECT max(u.last_used_at) AS last_used_at
        FROM latchkey.api_key_activity u WHERE u.key_id = k.id
      ) a ON true
      """;

  private KeyListSql() {}

  /** Asks for one row more than a page holds, to know whether there are more. */
  static SqlText of(Tenant tenant, KeyQuery query, Instant now) {
    String place = place(query.sort());
    SqlText text = new SqlText(KeyColumns.BEGIN, Columns.required(now));
    text.add("(SELECT k.id, " + place + " AS place FROM latchkey.api_key k\n");
    if (needsLastUse(query)) {
      text.add(LAST_USE);
    }
    text.add("WHERE k.tenant = ").parameter(tenant.id());
    addFilters(text, query);
    addStart(text, query);
    text.add(order(query, place, "k.id")).add(" LIMIT ").parameter(query.limit() + 1);
    text.add(") p JOIN latchkey.api_key k ON k.id = p.id\n").add(KeyColumns.RELATIONS);
    return text.add(order(query, "p.place", "p.id"));
  }

  private static boolean needsLastUse(KeyQuery query) {
    return query.sort() == KeyQuery.Sort.LAST_USED_AT
        || query.lastUsedBefore() != null
        || query.neverUsed() != null;
  }

  private static void addFilters(SqlText text, KeyQuery query) {
    if (query.statuses().isEmpty()) {
      text.add(" AND k.revoked_at IS NULL");
    } else {
      text.add(" AND ").add(STATUS).add("(");
      text.parameter(query.statuses().stream().map(KeyStatus::name).toArray(String[]::new));
      text.add(")");
    }
    addFields(text, query);
    addTimes(text, query);
    if (query.text() != null) {
      addText(text, query.text());
    }
  }

  private static void addFields(SqlText text, KeyQuery query) {
    text.and("k.profile = ", query.profile());
    text.and("k.environment = ", query.environment());
    if (query.consumer() != null) {
      text.add(" AND k.consumer_id IN (SELECT c.id FROM latchkey.consumer c");
      text.add(" WHERE c.external_id = ").parameter(query.consumer());
      text.add(" OR c.id::text = ").parameter(query.consumer()).add(")");
    }
    if (query.scope() != null) {
      text.add(" AND ").parameter(query.scope().id()).add(" = ANY (k.scopes)");
    }
    if (query.tag() != null) {
      text.add(" AND ").parameter(query.tag()).add(" = ANY (k.tags)");
    }
  }

  private static void addTimes(SqlText text, KeyQuery query) {
    text.and("k.created_at > ", Columns.time(query.createdAfter()));
    text.and("k.created_at < ", Columns.time(query.createdBefore()));
    text.and("a.last_used_at < ", Columns.time(query.lastUsedBefore()));
    text.and("k.expires_at < ", Columns.time(query.expiresBefore()));
    if (query.neverUsed() != null) {
      text.add(" AND a.last_used_at IS ").add(query.neverUsed() ? "NULL" : "NOT NULL");
    }
  }

  /** Part of the name, whatever its case and accents; or all of the id, or of a shown part. */
  private static void addText(SqlText text, String words) {
    text.add(" AND (strpos(k.folded_name, latchkey.fold(").parameter(words).add(")) > 0");
    text.add(" OR ")
        .parameter(words)
        .add(" IN (k.hint_prefix || k.hint_start || '…' || k.hint_end");
    text.add(", k.hint_prefix || k.hint_start, k.hint_start, k.hint_end)");
    KeyId.parse(words).ifPresent(id -> text.add(" OR k.id = ").parameter(id.value()));
    text.add(")");
  }

  /** Null sort values come last in either direction; equal ones are ordered by id. */
  private static void addStart(SqlText text, KeyQuery query) {
    KeyQuery.Position after = query.after();
    if (after == null) {
      return;
    }
    String place = place(query.sort());
    String beyond = query.descending() ? " < " : " > ";
    if (after.value() == null) {
      text.add(" AND " + place + " IS NULL AND k.id" + beyond).parameter(after.id().value());
      return;
    }
    text.add(" AND ((" + place + ", k.id)" + beyond + "(");
    addValue(text, query.sort(), after.value());
    text.add(", ").parameter(after.id().value()).add(")");
    text.add(isNullable(query.sort()) ? " OR " + place + " IS NULL)" : ")");
  }

  private static String order(KeyQuery query, String place, String id) {
    String direction = query.descending() ? " DESC" : " ASC";
    String nulls = isNullable(query.sort()) ? " NULLS LAST" : "";
    return " ORDER BY " + place + direction + nulls + ", " + id + direction;
  }

  private static void addValue(SqlText text, KeyQuery.Sort sort, String value) {
    if (sort == KeyQuery.Sort.NAME) {
      text.add("latchkey.fold(").parameter(value).add(")");
    } else {
      text.parameter(Columns.required(Instant.parse(value)));
    }
  }

  private static String place(KeyQuery.Sort sort) {
    return switch (sort) {
      case CREATED_AT -> "k.created_at";
      case NAME -> "k.folded_name";
      case LAST_USED_AT -> "a.last_used_at";
      case EXPIRES_AT -> "k.expires_at";
    };
  }

  /** Where every row has a place, "nulls last" would only keep an index from being walked back. */
  private static boolean isNullable(KeyQuery.Sort sort) {
    return sort == KeyQuery.Sort.LAST_USED_AT || sort == KeyQuery.Sort.EXPIRES_AT;
  }
}
