-- Limits that all nodes count together.

-- One row per limit of a key or consumer and slice of its window. Permits are taken by nodes ahead of the calls they
-- are for. Rows live for about as long as their slice: whoever leases removes some that are over.
CREATE TABLE latchkey.limit_use (
  holder  uuid NOT NULL,
  name    text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 300),
  span    text NOT NULL CHECK (span ~ '^[1-9][0-9]{3,12}$'),
  starts  bigint NOT NULL,
  ends    bigint NOT NULL GENERATED ALWAYS AS (starts + span::bigint) STORED,
  taken   bigint NOT NULL CHECK (taken >= 0),
  granted bigint NOT NULL CHECK (granted >= 0),
  cap     bigint NOT NULL CHECK (cap >= 1),
  PRIMARY KEY (holder, name, span, starts)
) WITH (fillfactor = 70);
CREATE INDEX limit_use_by_end ON latchkey.limit_use (ends);
COMMENT ON COLUMN latchkey.limit_use.holder IS 'Whose limit it is: a key, or a consumer whose keys use it up together.';
COMMENT ON COLUMN latchkey.limit_use.name IS 'The limit''s; of a route''s, after the route''s id and a line feed.';
COMMENT ON COLUMN latchkey.limit_use.span IS 'The slice''s length in milliseconds.';
COMMENT ON COLUMN latchkey.limit_use.starts IS 'Milliseconds since 1970, as ends.';
COMMENT ON COLUMN latchkey.limit_use.granted IS 'Of the last lease: what its statement answers.';
COMMENT ON COLUMN latchkey.limit_use.cap IS 'Calls per slice as of the last lease.';

-- A purged key and a removed consumer take their counts along.
CREATE FUNCTION latchkey.forget_limit_use() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM latchkey.limit_use WHERE holder IN (SELECT id FROM gone);
  RETURN NULL;
END $$;

CREATE TRIGGER key_forgets_limit_use AFTER DELETE ON latchkey.api_key
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.forget_limit_use();
CREATE TRIGGER consumer_forgets_limit_use AFTER DELETE ON latchkey.consumer
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.forget_limit_use();
