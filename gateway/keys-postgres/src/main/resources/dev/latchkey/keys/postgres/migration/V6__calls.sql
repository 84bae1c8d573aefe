-- Single calls: every refusal, as far as there is room, and a sample of the others; how long counts
-- are kept; and decoys that are tried, which webhooks are told of.

CREATE TABLE latchkey.call_record (
  at              timestamptz NOT NULL,
  request_id      text NOT NULL,
  tenant          text,
  key_id          uuid,
  route           text,
  method          text NOT NULL,
  path            text NOT NULL,
  client          text NOT NULL,
  status          smallint NOT NULL,
  code            text,
  cause           text,
  named           text,
  shadow          text,
  duration_micros bigint NOT NULL
) PARTITION BY RANGE (at);
CREATE INDEX call_record_by_request ON latchkey.call_record (request_id) WHERE code IS NOT NULL;
CREATE INDEX call_record_by_key ON latchkey.call_record (key_id, at DESC)
  WHERE key_id IS NOT NULL;
COMMENT ON COLUMN latchkey.call_record.tenant IS 'Null where no key was known.';
COMMENT ON COLUMN latchkey.call_record.code IS 'Of our own answer; null when the upstream answered.';
COMMENT ON COLUMN latchkey.call_record.cause IS 'Why a key was not accepted; the caller is never told.';
COMMENT ON COLUMN latchkey.call_record.named IS 'Scopes that were missing or limits that were used up, with blanks between them.';
COMMENT ON COLUMN latchkey.call_record.shadow IS 'What a shadow rule would have refused the call with.';

-- Whoever knows the id of a request that nobody's key came with may be told why it was refused.
ALTER TABLE latchkey.call_record ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON latchkey.call_record FOR SELECT
  USING (tenant = current_setting('latchkey.tenant', true)
    OR (tenant IS NULL AND current_setting('latchkey.tenant', true) <> ''));
GRANT SELECT ON latchkey.call_record TO latchkey_tenant;

CREATE OR REPLACE FUNCTION latchkey.prepare_usage(now timestamptz) RETURNS void
  LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  shift int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('latchkey.usage'));
  FOR shift IN -1..2 LOOP
    PERFORM latchkey.make_usage_partition(
      'usage_minute', 'day', date_trunc('day', now + make_interval(days => shift)));
    PERFORM latchkey.make_usage_partition(
      'call_record', 'day', date_trunc('day', now + make_interval(days => shift)));
    PERFORM latchkey.make_usage_partition(
      'usage_hour', 'month', date_trunc('month', now + make_interval(days => shift)));
    PERFORM latchkey.make_usage_partition(
      'usage_day', 'month', date_trunc('month', now + make_interval(days => shift)));
  END LOOP;
END $$;

DROP FUNCTION latchkey.roll_up_usage(timestamptz);

-- Sums minutes into hours and hours into days, from two hours before the last time on: minutes that
-- came late are summed anew, and doing it twice changes nothing.
CREATE FUNCTION latchkey.roll_up_usage(now timestamptz) RETURNS boolean
  LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  since timestamptz;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('latchkey.usage')) THEN
    RETURN false;
  END IF;
  SELECT value::timestamptz INTO since FROM latchkey.setting WHERE name = 'usage.rolled-up';
  since := date_trunc('hour', coalesce(since, now - interval '48 hours') - interval '2 hours');
  PERFORM latchkey.prepare_usage(now);
  INSERT INTO latchkey.usage_hour
    SELECT tenant, key_id, date_trunc('hour', at), route, status_class, outcome, sum(calls),
      latchkey.sum_histograms(histogram)
    FROM latchkey.usage_minute WHERE at >= since AND at < now + interval '1 hour'
    GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (tenant, key_id, at, route, status_class, outcome)
      DO UPDATE SET calls = excluded.calls, histogram = excluded.histogram;
  INSERT INTO latchkey.usage_day
    SELECT tenant, key_id, date_trunc('day', at), route, status_class, outcome, sum(calls),
      latchkey.sum_histograms(histogram)
    FROM latchkey.usage_hour WHERE at >= date_trunc('day', since)
    GROUP BY 1, 2, 3, 4, 5, 6
    ON CONFLICT (tenant, key_id, at, route, status_class, outcome)
      DO UPDATE SET calls = excluded.calls, histogram = excluded.histogram;
  INSERT INTO latchkey.setting (name, value) VALUES ('usage.rolled-up', now::text)
    ON CONFLICT (name) DO UPDATE SET value = excluded.value;
  RETURN true;
END $$;

-- Sums, and then forgets what is older than these lengths of time.
CREATE FUNCTION latchkey.roll_up_usage(
    now timestamptz, minutes interval, hours interval, days interval, calls interval)
  RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
BEGIN
  IF NOT latchkey.roll_up_usage(now) THEN
    RETURN;
  END IF;
  PERFORM latchkey.drop_usage_partitions('usage_minute', 'day', now - minutes);
  PERFORM latchkey.drop_usage_partitions('usage_hour', 'month', now - hours);
  PERFORM latchkey.drop_usage_partitions('usage_day', 'month', now - days);
  PERFORM latchkey.drop_usage_partitions('call_record', 'day', now - calls);
  DELETE FROM latchkey.quota_use WHERE starts < (now - interval '70 days')::date;
END $$;

-- A purged key takes its counts and calls along.
CREATE OR REPLACE FUNCTION latchkey.forget_usage() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM latchkey.quota_use WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_minute WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_hour WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_day WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.call_record WHERE key_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;

-- A decoy is never accepted, and its use is what somebody waits to hear of.
CREATE OR REPLACE FUNCTION latchkey.queue_webhooks() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO latchkey.webhook_delivery (webhook_id, tenant, type, payload, created_at, next_at)
  SELECT w.id, e.tenant, e.action, json_build_object(
      'id', e.id, 'type', e.action,
      'time', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'tenant', e.tenant,
      'actor', json_build_object('type', lower(e.actor_type), 'id', e.actor_id),
      'target', json_build_object('type', e.target_type, 'id', e.target_id),
      'changes', e.changes),
    e.at, e.at
  FROM added e JOIN latchkey.webhook w ON w.tenant = e.tenant AND w.enabled
    AND (w.events = '{}' OR e.action = ANY (w.events)
      OR split_part(e.action, '.', 1) || '.*' = ANY (w.events))
  WHERE (e.outcome = 'success' OR e.action = 'decoy.used') AND e.target_type <> 'webhook';
  RETURN NULL;
END $$;
