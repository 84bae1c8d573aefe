// SPDX-License-Identifier: Apache-2.0
package dev.latchkey.keys.postgres;

/**
 * The statements that find keys to be told of, and write it down in the audit trail, which is what
 * webhooks are told. Each answers how many it wrote; asking again writes nothing.
 */
final class KeyAlerts {
  /**
   * Of $1, the present instant, with the longest lifetimes in $2 to $4. Keys that could be used and
   * were not for 90 days; a key that never was is idle since it was made or became valid. At most
   * 1,000 at a time.
   */
  static final String IDLE =
      """
      WITH usable AS (
        SELECT k.id, greatest(a.last_used_at, k.created_at, k.not_before) AS since
        FROM latchkey.api_key k
        LEFT JOIN unnest($2::text[], $3::text[], $4::float8[]) AS b (profile, environment, seconds)
          ON b.profile = k.profile AND b.environment = k.environment
        LEFT JOIN LATERAL (
          SELECT max(u.last_used_at) AS last_used_at
          FROM latchkey.api_key_activity u WHERE u.key_id = k.id
        ) a ON true
        WHERE k.revoked_at IS NULL AND k.enabled
          AND k.created_at <= $1::timestamptz - interval '90 days'
          AND coalesce(
            least(k.expires_at, k.created_at + make_interval(secs => b.seconds)) > $1, true)
      ), said AS (
        INSERT INTO latchkey.key_alert AS s (key_id, kind, since)
        SELECT u.id, 'idle', u.since FROM usable u
        WHERE u.since <= $1::timestamptz - interval '90 days'
          AND NOT EXISTS (
            SELECT FROM latchkey.key_alert t
            WHERE t.key_id = u.id AND t.kind = 'idle' AND t.since >= u.since)
        ORDER BY u.since, u.id LIMIT 1000
        ON CONFLICT (key_id, kind) DO UPDATE SET since = excluded.since
        RETURNING key_id, since
      )
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        request_id, outcome)
      SELECT $1, k.tenant, 'SYSTEM', 'latchkey', 'Latchkey', 'key.idle', 'key', k.id::text,
        json_build_object(
          'idleSince', json_build_object('before', NULL, 'after',
            to_char(s.since AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')),
          'idleDays', json_build_object('before', NULL, 'after',
            floor(extract(epoch FROM $1::timestamptz - s.since) / 86400)::int)),
        '', 'success'
      FROM said s JOIN latchkey.api_key k ON k.id = s.key_id
      """;

  /**
   * Of $1, the present instant. Calls fail that we refuse or cannot answer, and those that an
   * upstream answers with 5xx. It is a spike when there are at least 20 in the last five minutes,
   * and five times as many as the hour before had in five minutes on average.
   */
  static final String FAILURES =
      """
      WITH bounds AS (
        SELECT date_trunc('minute', $1::timestamptz) - interval '5 minutes' AS recent
      ), failing AS (
        SELECT u.key_id, sum(u.calls)::bigint AS failures
        FROM bounds, latchkey.usage_minute u
        WHERE u.at >= recent AND u.at <= $1
          AND (u.outcome NOT IN ('forwarded', 'aborted') OR u.status_class = 5)
        GROUP BY u.key_id HAVING sum(u.calls) >= 20
      ), spike AS (
        SELECT k.id, k.tenant, f.failures, h.failures / 12 AS usual
        FROM failing f
        JOIN latchkey.api_key k ON k.id = f.key_id
        CROSS JOIN bounds
        CROSS JOIN LATERAL (
          SELECT coalesce(sum(u.calls), 0)::bigint AS failures
          FROM latchkey.usage_minute u
          WHERE u.tenant = k.tenant AND u.key_id = k.id
            AND u.at >= recent - interval '1 hour' AND u.at < recent
            AND (u.outcome NOT IN ('forwarded', 'aborted') OR u.status_class = 5)
        ) h
        WHERE f.failures * 12 >= h.failures * 5
      ), said AS (
        INSERT INTO latchkey.key_alert AS s (key_id, kind, since)
        SELECT p.id, 'failures', $1 FROM spike p
        ON CONFLICT (key_id, kind) DO UPDATE SET since = excluded.since
          WHERE s.since <= excluded.since - interval '1 hour'
        RETURNING key_id
      )
      INSERT INTO latchkey.audit_event (
        at, tenant, actor_type, actor_id, actor_name, action, target_type, target_id, changes,
        request_id, outcome)
      SELECT $1, p.tenant, 'SYSTEM', 'latchkey', 'Latchkey', 'key.failures', 'key', p.id::text,
        json_build_object(
          'failures', json_build_object('before', p.usual, 'after', p.failures),
          'minutes', json_build_object('before', NULL, 'after', 5)),
        '', 'success'
      FROM said s JOIN spike p ON p.id = s.key_id
      """;

  private KeyAlerts() {}
}
