// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

import java.util.Locale;

/**
 * Where permits of one kind are counted, and the statements for it. Parameters are arrays: holders,
 * names, spans, starts in milliseconds since 1970, then permits, and limits for a lease.
 *
 * @param lease answers holder, name, span, starts, granted, remaining, store_millis and nodes
 */
record PermitTable(String lease, String giveBack) {
  private static final String DAY_OF = "(to_timestamp(a.starts / 1000) AT TIME ZONE 'UTC')::date";
  private static final String MILLIS_OF =
      "(extract(epoch FROM q.starts::timestamp) * 1000)::bigint";
  private static final String FORGET_WHAT_IS_OVER =
      """
      WITH over AS (
        DELETE FROM latchkey.limit_use WHERE ctid = ANY (ARRAY(
          SELECT ctid FROM latchkey.limit_use
          WHERE ends < least((extract(epoch FROM now()) * 1000)::bigint - 60000,
            (SELECT min(s) FROM unnest($4::bigint[]) s))
          ORDER BY ends LIMIT 100 + 4 * cardinality($4) FOR UPDATE SKIP LOCKED)))
      """;

  static final PermitTable QUOTAS =
      of("", "latchkey.quota_use", "key_id", "quota", "period", DAY_OF, MILLIS_OF);
  static final PermitTable LIMITS =
      of(
          FORGET_WHAT_IS_OVER,
          "latchkey.limit_use",
          "holder",
          "name",
          "span",
          "a.starts",
          "q.starts");

  /**
   * What a lease grants is worked out under the row's lock, so that leases of several nodes add up
   * to the limit and never to more. Rows are locked in the order of their keys.
   */
  private static PermitTable of(
      String before,
      String table,
      String holder,
      String name,
      String span,
      String fromMillis,
      String toMillis) {
    String key = String.join(", ", holder, name, span, "starts");
    String lease =
        before
            + String.format(
                Locale.ROOT,
                """
                INSERT INTO %1$s AS q (%2$s, taken, granted, cap)
                SELECT a.holder, a.name, a.span, %3$s, least(a.want, a.cap), least(a.want, a.cap), a.cap
                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[], $6::bigint[])
                  AS a (holder, name, span, starts, want, cap)
                ORDER BY a.holder, a.name, a.span, a.starts
                ON CONFLICT (%2$s) DO UPDATE SET
                  taken = q.taken + greatest(0, least(excluded.granted, excluded.cap - q.taken)),
                  granted = greatest(0, least(excluded.granted, excluded.cap - q.taken)),
                  cap = excluded.cap
                RETURNING q.%5$s AS holder, q.%6$s AS name, q.%7$s AS span, %4$s AS starts, granted,
                  greatest(0, cap - taken) AS remaining,
                  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS store_millis,
                  (SELECT count(*) FROM latchkey.node
                    WHERE last_seen_at > now() - interval '10 seconds')::int AS nodes
                """,
                table,
                key,
                fromMillis,
                toMillis,
                holder,
                name,
                span);
    String giveBack =
        String.format(
            Locale.ROOT,
            """
            WITH held AS (
              SELECT q.ctid, a.permits
              FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::bigint[])
                AS a (holder, name, span, starts, permits)
              JOIN %1$s q ON q.%3$s = a.holder AND q.%4$s = a.name AND q.%5$s = a.span
                AND q.starts = %2$s
              ORDER BY a.holder, a.name, a.span, a.starts FOR UPDATE OF q
            )
            UPDATE %1$s q SET taken = greatest(0, q.taken - held.permits)
            FROM held WHERE q.ctid = held.ctid
            """,
            table,
            fromMillis,
            holder,
            name,
            span);
    return new PermitTable(lease, giveBack);
  }
}
