-- Calls, counted by key, route, status class and outcome: by the minute and node as they come, then
-- summed into hours and days. Old partitions are dropped whole.

CREATE TABLE latchkey.usage_minute (
  tenant       text NOT NULL,
  key_id       uuid NOT NULL,
  at           timestamptz NOT NULL,
  node         uuid NOT NULL,
  route        text NOT NULL,
  status_class smallint NOT NULL CHECK (status_class BETWEEN 0 AND 9),
  outcome      text NOT NULL,
  calls        bigint NOT NULL,
  histogram    bigint[] NOT NULL CHECK (cardinality(histogram) = 12),
  PRIMARY KEY (tenant, key_id, at, node, route, status_class, outcome)
) PARTITION BY RANGE (at);
COMMENT ON COLUMN latchkey.usage_minute.node IS
  'In the key so that nodes never write the same row; the hours no longer know it.';
COMMENT ON COLUMN latchkey.usage_minute.histogram IS
  'Calls by duration: up to 1, 2, 5, 10, 25, 50, 100, 250, 500, 1000, 2500 ms, and longer.';

CREATE TABLE latchkey.usage_hour (
  tenant       text NOT NULL,
  key_id       uuid NOT NULL,
  at           timestamptz NOT NULL,
  route        text NOT NULL,
  status_class smallint NOT NULL,
  outcome      text NOT NULL,
  calls        bigint NOT NULL,
  histogram    bigint[] NOT NULL,
  PRIMARY KEY (tenant, key_id, at, route, status_class, outcome)
) PARTITION BY RANGE (at);

CREATE TABLE latchkey.usage_day (LIKE latchkey.usage_hour INCLUDING ALL) PARTITION BY RANGE (at);

CREATE FUNCTION latchkey.add_histograms(a bigint[], b bigint[]) RETURNS bigint[]
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT array_agg(x + y ORDER BY n) FROM unnest(a, b) WITH ORDINALITY AS t (x, y, n)
  $$;

CREATE AGGREGATE latchkey.sum_histograms(bigint[]) (
  sfunc = latchkey.add_histograms, stype = bigint[],
  initcond = '{0,0,0,0,0,0,0,0,0,0,0,0}', combinefunc = latchkey.add_histograms, parallel = safe);

-- Makes the partition that begins here, if it is missing.
CREATE FUNCTION latchkey.make_usage_partition(parent text, span text, begins timestamptz)
  RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  name text := parent || to_char(begins, '_YYYYMMDD');
BEGIN
  IF to_regclass('latchkey.' || name) IS NULL THEN
    EXECUTE format('CREATE TABLE latchkey.%I PARTITION OF latchkey.%I FOR VALUES FROM (%L) TO (%L)',
      name, parent, begins, begins + ('1 ' || span)::interval);
  END IF;
END $$;

-- Drops the partitions that ended before this instant.
CREATE FUNCTION latchkey.drop_usage_partitions(parent text, span text, before timestamptz)
  RETURNS void LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  child record;
BEGIN
  FOR child IN SELECT c.relname FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
    WHERE i.inhparent = ('latchkey.' || parent)::regclass
  LOOP
    IF to_date(right(child.relname, 8), 'YYYYMMDD') + ('1 ' || span)::interval <= before THEN
      EXECUTE format('DROP TABLE latchkey.%I', child.relname);
    END IF;
  END LOOP;
END $$;

-- Partitions for everything from a day back to two days ahead.
CREATE FUNCTION latchkey.prepare_usage(now timestamptz) RETURNS void
  LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  shift int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext('latchkey.usage'));
  FOR shift IN -1..2 LOOP
    PERFORM latchkey.make_usage_partition(
      'usage_minute', 'day', date_trunc('day', now + make_interval(days => shift)));
    PERFORM latchkey.make_usage_partition(
      'usage_hour', 'month', date_trunc('month', now + make_interval(days => shift)));
    PERFORM latchkey.make_usage_partition(
      'usage_day', 'month', date_trunc('month', now + make_interval(days => shift)));
  END LOOP;
END $$;

-- Sums minutes into hours and hours into days, from two hours before the last time on: minutes that
-- came late are summed anew, and doing it twice changes nothing. Then forgets what is too old.
CREATE FUNCTION latchkey.roll_up_usage(now timestamptz) RETURNS void
  LANGUAGE plpgsql SET timezone = 'UTC' AS $$
DECLARE
  since timestamptz;
BEGIN
  IF NOT pg_try_advisory_xact_lock(hashtext('latchkey.usage')) THEN
    RETURN;
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
  PERFORM latchkey.drop_usage_partitions('usage_minute', 'day', now - interval '48 hours');
  PERFORM latchkey.drop_usage_partitions('usage_hour', 'month', now - interval '90 days');
  PERFORM latchkey.drop_usage_partitions('usage_day', 'month', now - interval '2 years');
  DELETE FROM latchkey.quota_use WHERE starts < (now - interval '70 days')::date;
END $$;

-- A purged key takes its counts along.
CREATE FUNCTION latchkey.forget_usage() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM latchkey.quota_use WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_minute WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_hour WHERE key_id IN (SELECT id FROM gone);
  DELETE FROM latchkey.usage_day WHERE key_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;
CREATE TRIGGER api_key_usage_deleted AFTER DELETE ON latchkey.api_key
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.forget_usage();
