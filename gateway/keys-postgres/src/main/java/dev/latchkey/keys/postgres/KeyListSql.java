// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import dev.latchkey.keys.KeyId;
import dev.latchkey.keys.KeyQuery;
import dev.latchkey.keys.KeyStatus;
import dev.latchkey.keys.Tenant;
import java.time.Instant;

/** The statement for one page of a list: every filter, the order and the page's start in SQL. */
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

  private KeyListSql() {}

  /** Asks for one row more than a page holds, to know whether there are more. */
  static SqlText of(Tenant tenant, KeyQuery query, Instant now) {
    SqlText text = new SqlText(KeyColumns.SELECT, Columns.required(now));
    text.add(" WHERE k.tenant = ").parameter(tenant.id());
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
    addOrder(text, query);
    return text.add(" LIMIT ").parameter(query.limit() + 1);
  }

  private static void addFields(SqlText text, KeyQuery query) {
    text.and("k.profile = ", query.profile());
    text.and("k.environment = ", query.environment());
    if (query.consumer() != null) {
      text.add(" AND (c.external_id = ").parameter(query.consumer());
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
    if (query.neverUsed()) {
      text.add(" AND a.last_used_at IS NULL");
    }
  }

  /** Part of the name, whatever its case and accents; or all of the id, or of a shown part. */
  private static void addText(SqlText text, String words) {
    text.add(" AND (strpos(latchkey.fold(k.name), latchkey.fold(").parameter(words).add(")) > 0");
    text.add(" OR ")
        .parameter(words)
        .add(" IN (k.hint_prefix || k.hint_start || '…' || k.hint_end");
    text.add(", k.hint_prefix || k.hint_start, k.hint_start, k.hint_end)");
    KeyId.parse(words).ifPresent(id -> text.add(" OR k.id = ").parameter(id.value()));
    text.add(")");
  }

  /** Null sort values come last in either direction; equal ones are ordered by id. */
  private static void addOrder(SqlText text, KeyQuery query) {
    String column = column(query.sort());
    KeyQuery.Position after = query.after();
    if (after != null) {
      String beyond = query.descending() ? " < " : " > ";
      if (after.value() == null) {
        text.add(" AND " + column + " IS NULL AND k.id" + beyond).parameter(after.id().value());
      } else {
        text.add(" AND (" + column + beyond);
        addValue(text, query.sort(), after.value());
        text.add(" OR " + column + " IS NULL OR (" + column + " = ");
        addValue(text, query.sort(), after.value());
        text.add(" AND k.id" + beyond).parameter(after.id().value()).add("))");
      }
    }
    String direction = query.descending() ? " DESC" : " ASC";
    text.add(" ORDER BY " + column + direction + " NULLS LAST, k.id" + direction);
  }

  private static void addValue(SqlText text, KeyQuery.Sort sort, String value) {
    if (sort == KeyQuery.Sort.NAME) {
      text.add("latchkey.fold(").parameter(value).add(") COLLATE \"C\"");
    } else {
      text.parameter(Columns.required(Instant.parse(value)));
    }
  }

  private static String column(KeyQuery.Sort sort) {
    return switch (sort) {
      case CREATED_AT -> "k.created_at";
      case NAME -> "latchkey.fold(k.name) COLLATE \"C\"";
      case LAST_USED_AT -> "a.last_used_at";
      case EXPIRES_AT -> "k.expires_at";
    };
  }
}
