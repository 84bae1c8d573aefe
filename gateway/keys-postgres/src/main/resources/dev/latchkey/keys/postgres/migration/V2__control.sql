-- Consumers with shared limits, retries that find their first answer, notices of expiry, a chained
-- audit trail with checkpoints, and row security as the second wall between tenants.

-- Consumers: who keys were given to.
ALTER TABLE latchkey.consumer
  ADD COLUMN owner      text,
  ADD COLUMN team       text,
  ADD COLUMN limits     jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(limits) = 'array'),
  ADD COLUMN tags       text[] NOT NULL DEFAULT '{}',
  ADD COLUMN created_by text NOT NULL DEFAULT 'database',
  ADD COLUMN updated_at timestamptz NOT NULL DEFAULT now(),
  ADD COLUMN updated_by text NOT NULL DEFAULT 'database',
  ADD COLUMN version    bigint NOT NULL DEFAULT 1 CHECK (version >= 1);
CREATE INDEX consumer_by_creation ON latchkey.consumer (tenant, created_at, id);

CREATE OR REPLACE FUNCTION latchkey.consumer_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(
    SELECT k.id FROM changed c
      JOIN was w ON w.id = c.id
        AND (w.external_id <> c.external_id OR w.limits <> c.limits)
      JOIN latchkey.api_key k ON k.consumer_id = c.id));
  RETURN NULL;
END $$;

-- What a request with an Idempotency-Key was answered. Neither that key nor a secret can be read
-- from it: the name is a digest, and the answer is sealed under the key itself.
CREATE TABLE latchkey.request_replay (
  tenant      text NOT NULL,
  name        bytea NOT NULL CHECK (octet_length(name) = 32),
  fingerprint bytea NOT NULL CHECK (octet_length(fingerprint) = 32),
  key_id      uuid NOT NULL REFERENCES latchkey.api_key (id) ON DELETE CASCADE,
  sealed      bytea,
  created_at  timestamptz NOT NULL,
  PRIMARY KEY (tenant, name)
);
CREATE INDEX request_replay_by_age ON latchkey.request_replay (created_at);
CREATE INDEX request_replay_by_key ON latchkey.request_replay (key_id);

-- Which warnings of which end were given; a new end is warned of anew.
CREATE TABLE latchkey.api_key_notice (
  key_id  uuid NOT NULL REFERENCES latchkey.api_key (id) ON DELETE CASCADE,
  ends_at timestamptz NOT NULL,
  days    int NOT NULL,
  PRIMARY KEY (key_id, ends_at, days)
);
CREATE INDEX api_key_by_expiry ON latchkey.api_key (expires_at)
  WHERE expires_at IS NOT NULL AND revoked_at IS NULL;

-- The audit trail as a chain: each row of a tenant carries the hash of the one before it.
ALTER TABLE latchkey.audit_event
  ADD COLUMN number   bigint,
  ADD COLUMN previous bytea,
  ADD COLUMN hash     bytea;

-- What a row's hash covers, and what an export shows. Its text form is the one that is hashed.
CREATE FUNCTION latchkey.audit_record(e latchkey.audit_event) RETURNS jsonb
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT jsonb_build_object(
      'number', e.number,
      'id', e.id,
      'time', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'tenant', e.tenant,
      'actor', jsonb_build_object(
        'type', lower(e.actor_type), 'id', e.actor_id, 'name', e.actor_name),
      'action', e.action,
      'target', jsonb_build_object('type', e.target_type, 'id', e.target_id),
      'changes', e.changes::jsonb,
      'reason', e.reason,
      'requestId', e.request_id,
      'address', e.address,
      'outcome', e.outcome)
  $$;

CREATE FUNCTION latchkey.audit_hash(e latchkey.audit_event) RETURNS bytea
  LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp
  AS $$
    SELECT sha256(e.previous || convert_to(latchkey.audit_record(e)::text, 'UTF8'))
  $$;

DO $$
DECLARE
  e latchkey.audit_event;
  last_tenant text;
  last_number bigint;
  last_hash bytea;
BEGIN
  ALTER TABLE latchkey.audit_event DISABLE TRIGGER audit_event_append_only;
  FOR e IN SELECT * FROM latchkey.audit_event ORDER BY tenant, at, id LOOP
    IF last_tenant IS DISTINCT FROM e.tenant THEN
      last_tenant := e.tenant;
      last_number := 0;
      last_hash := decode(repeat('00', 32), 'hex');
    END IF;
    e.number := last_number + 1;
    e.previous := last_hash;
    e.hash := latchkey.audit_hash(e);
    UPDATE latchkey.audit_event SET number = e.number, previous = e.previous, hash = e.hash
      WHERE id = e.id;
    last_number := e.number;
    last_hash := e.hash;
  END LOOP;
  ALTER TABLE latchkey.audit_event ENABLE TRIGGER audit_event_append_only;
END $$;

ALTER TABLE latchkey.audit_event
  ALTER COLUMN number SET NOT NULL,
  ALTER COLUMN previous SET NOT NULL,
  ALTER COLUMN hash SET NOT NULL;
CREATE UNIQUE INDEX audit_event_chain ON latchkey.audit_event (tenant, number);

-- Whoever inserts, and with whatever statement: the row takes its place in the chain here. The lock
-- is the one that every change of a key takes, so that there is one order and no deadlock; rows are
-- written last in a transaction, after the rows that they tell of.
CREATE FUNCTION latchkey.chain_audit_event() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last record;
BEGIN
  PERFORM 1 FROM latchkey.revision FOR UPDATE;
  SELECT number, hash INTO last FROM latchkey.audit_event
    WHERE tenant = NEW.tenant ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := latchkey.audit_hash(NEW);
  RETURN NEW;
END $$;
CREATE TRIGGER audit_event_chained BEFORE INSERT ON latchkey.audit_event
  FOR EACH ROW EXECUTE FUNCTION latchkey.chain_audit_event();

-- Where a tenant's chain stood at the end of a day, signed by a key that the database does not have.
CREATE TABLE latchkey.audit_checkpoint (
  tenant    text NOT NULL,
  day       date NOT NULL,
  number    bigint NOT NULL,
  hash      bytea NOT NULL,
  signed_at timestamptz NOT NULL,
  key_id    text NOT NULL,
  signature bytea NOT NULL,
  PRIMARY KEY (tenant, day)
);
CREATE TRIGGER audit_checkpoint_append_only BEFORE UPDATE OR DELETE OR TRUNCATE
  ON latchkey.audit_checkpoint
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.refuse_change();

-- Row security. The control plane works as this role, which sees the rows of the one tenant that
-- its transaction names, and none when it names none. The data plane, migrations and jobs over all
-- tenants work as the owner.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'latchkey_tenant') THEN
    BEGIN
      CREATE ROLE latchkey_tenant NOLOGIN;
    EXCEPTION
      WHEN duplicate_object OR unique_violation THEN NULL; -- another database of this server was faster
      WHEN insufficient_privilege THEN
        RAISE EXCEPTION 'the role latchkey_tenant is missing and may not be created; as a superuser: CREATE ROLE latchkey_tenant NOLOGIN; GRANT latchkey_tenant TO %', current_user;
    END;
  END IF;
  IF NOT pg_has_role(current_user, 'latchkey_tenant', 'MEMBER') THEN
    EXECUTE format('GRANT latchkey_tenant TO %I', current_user);
  END IF;
END $$;

GRANT USAGE ON SCHEMA latchkey TO latchkey_tenant;
GRANT SELECT, INSERT, UPDATE, DELETE
  ON latchkey.api_key, latchkey.api_key_secret, latchkey.consumer TO latchkey_tenant;
GRANT SELECT, INSERT, DELETE ON latchkey.request_replay TO latchkey_tenant;
GRANT SELECT, INSERT ON latchkey.audit_event TO latchkey_tenant;
GRANT SELECT ON latchkey.api_key_activity, latchkey.audit_checkpoint, latchkey.revision
  TO latchkey_tenant;
GRANT USAGE ON SEQUENCE latchkey.audit_number TO latchkey_tenant;

ALTER TABLE latchkey.api_key ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.api_key_secret ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.api_key_activity ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.consumer ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.request_replay ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.audit_event ENABLE ROW LEVEL SECURITY;
ALTER TABLE latchkey.audit_checkpoint ENABLE ROW LEVEL SECURITY;

CREATE POLICY own_tenant ON latchkey.api_key
  USING (tenant = current_setting('latchkey.tenant', true));
CREATE POLICY own_tenant ON latchkey.consumer
  USING (tenant = current_setting('latchkey.tenant', true));
CREATE POLICY own_tenant ON latchkey.request_replay
  USING (tenant = current_setting('latchkey.tenant', true));
CREATE POLICY own_tenant ON latchkey.audit_event
  USING (tenant = current_setting('latchkey.tenant', true));
CREATE POLICY own_tenant ON latchkey.audit_checkpoint
  USING (tenant = current_setting('latchkey.tenant', true));
-- Of a key that can be seen.
CREATE POLICY own_tenant ON latchkey.api_key_secret
  USING (EXISTS (SELECT FROM latchkey.api_key k WHERE k.id = key_id));
CREATE POLICY own_tenant ON latchkey.api_key_activity
  USING (EXISTS (SELECT FROM latchkey.api_key k WHERE k.id = key_id));
