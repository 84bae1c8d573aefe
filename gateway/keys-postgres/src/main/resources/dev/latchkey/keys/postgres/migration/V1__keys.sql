-- Keys, their secrets and consumers, the audit trail, and the change sequence that gateways follow.
-- PostgreSQL 13 or newer, UTF-8, no extension needed.

-- Text for searching: no accents, no case. Decomposition leaves Vietnamese d with stroke alone.
CREATE FUNCTION latchkey.fold(words text) RETURNS text
  LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
  AS $$
    SELECT translate(
      lower(regexp_replace(normalize(words, NFD), '[\u0300-\u036F]', '', 'g')), 'đĐ', 'dd')
  $$;

CREATE TABLE latchkey.consumer (
  id          uuid PRIMARY KEY,
  tenant      text NOT NULL CHECK (char_length(tenant) BETWEEN 1 AND 100),
  external_id text NOT NULL CHECK (char_length(external_id) BETWEEN 1 AND 200),
  name        text,
  metadata    json NOT NULL DEFAULT '{}',
  created_at  timestamptz NOT NULL DEFAULT now(),
  CONSTRAINT consumer_external_id UNIQUE (tenant, external_id),
  CONSTRAINT consumer_tenant UNIQUE (id, tenant)
);

-- Facts only: a status is computed from them and the clock, at every read.
CREATE TABLE latchkey.api_key (
  id            uuid PRIMARY KEY,
  tenant        text NOT NULL CHECK (char_length(tenant) BETWEEN 1 AND 100),
  profile       text NOT NULL CHECK (char_length(profile) BETWEEN 1 AND 100),
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  unique_name   boolean NOT NULL DEFAULT false,
  description   text,
  environment   text,
  hint_prefix   text NOT NULL DEFAULT '' CHECK (char_length(hint_prefix) <= 40),
  hint_start    text NOT NULL DEFAULT '' CHECK (char_length(hint_start) <= 4),
  hint_end      text NOT NULL DEFAULT '' CHECK (char_length(hint_end) <= 4),
  scopes        text[] NOT NULL DEFAULT '{}',
  plan          text,
  limits        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(limits) = 'array'),
  ip_allow      text[] NOT NULL DEFAULT '{}',
  consumer_id   uuid,
  metadata      json NOT NULL DEFAULT '{}' CHECK (json_typeof(metadata) = 'object'),
  tags          text[] NOT NULL DEFAULT '{}',
  enabled       boolean NOT NULL DEFAULT true,
  not_before    timestamptz,
  expires_at    timestamptz,
  revoked_at    timestamptz,
  revoked_by    text,
  revoke_reason text,
  disabled_at   timestamptz,
  disabled_by   text,
  created_at    timestamptz NOT NULL,
  created_by    text NOT NULL,
  updated_at    timestamptz NOT NULL,
  updated_by    text NOT NULL,
  version       bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
  CONSTRAINT api_key_consumer FOREIGN KEY (consumer_id, tenant)
    REFERENCES latchkey.consumer (id, tenant),
  CONSTRAINT api_key_revocation CHECK (revoked_by IS NULL OR revoked_at IS NOT NULL),
  CONSTRAINT api_key_disabling CHECK (NOT enabled OR disabled_at IS NULL)
);
CREATE UNIQUE INDEX api_key_unique_name ON latchkey.api_key (tenant, profile, name)
  WHERE unique_name AND revoked_at IS NULL;
CREATE INDEX api_key_by_creation ON latchkey.api_key (tenant, created_at, id);
CREATE INDEX api_key_by_name ON latchkey.api_key (tenant, latchkey.fold(name), id);
CREATE INDEX api_key_by_consumer ON latchkey.api_key (consumer_id) WHERE consumer_id IS NOT NULL;

CREATE TABLE latchkey.api_key_secret (
  id            uuid PRIMARY KEY,
  key_id        uuid NOT NULL REFERENCES latchkey.api_key (id) ON DELETE CASCADE,
  digest        bytea NOT NULL,
  pepper        text NOT NULL,
  foreign_shape boolean NOT NULL DEFAULT false,
  created_at    timestamptz NOT NULL,
  activated_at  timestamptz,
  ends_at       timestamptz,
  grace_seconds bigint CHECK (grace_seconds >= 0),
  number        bigint GENERATED ALWAYS AS IDENTITY,
  CONSTRAINT api_key_secret_digest UNIQUE (digest),
  CONSTRAINT api_key_secret_digest_length CHECK (octet_length(digest) = 32)
);
COMMENT ON COLUMN latchkey.api_key_secret.number IS 'Orders secrets by their making.';
CREATE INDEX api_key_secret_by_key ON latchkey.api_key_secret (key_id);
CREATE INDEX api_key_secret_foreign ON latchkey.api_key_secret (id) WHERE foreign_shape;

-- Hot and narrow. No index on the time and half-empty pages, so that updates stay heap-only. Kept
-- for a key's ended secrets too: its last use is the latest of them all.
CREATE TABLE latchkey.api_key_activity (
  key_id       uuid NOT NULL,
  secret_id    uuid NOT NULL,
  last_used_at timestamptz NOT NULL,
  PRIMARY KEY (key_id, secret_id)
) WITH (fillfactor = 50);

CREATE SEQUENCE latchkey.audit_number;

-- A UUID version 7 whose random_a field counts, so that rows of one instant keep their order.
CREATE FUNCTION latchkey.new_audit_id() RETURNS uuid LANGUAGE sql VOLATILE
  AS $$
    SELECT (lpad(to_hex((extract(epoch FROM clock_timestamp()) * 1000)::bigint), 12, '0')
      || '7' || lpad(to_hex(nextval('latchkey.audit_number') % 4096), 3, '0')
      || substr(replace(gen_random_uuid()::text, '-', ''), 17))::uuid
  $$;

CREATE TABLE latchkey.audit_event (
  id          uuid PRIMARY KEY DEFAULT latchkey.new_audit_id(),
  at          timestamptz NOT NULL,
  tenant      text NOT NULL,
  actor_type  text NOT NULL,
  actor_id    text NOT NULL,
  actor_name  text NOT NULL,
  action      text NOT NULL,
  target_type text NOT NULL,
  target_id   text NOT NULL,
  changes     json NOT NULL DEFAULT '{}',
  reason      text,
  request_id  text NOT NULL,
  address     text,
  outcome     text NOT NULL
);
CREATE INDEX audit_event_by_time ON latchkey.audit_event (tenant, at, id);
CREATE INDEX audit_event_by_target ON latchkey.audit_event (tenant, target_id, at, id);

CREATE FUNCTION latchkey.refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'the audit trail is append-only';
END $$;
CREATE TRIGGER audit_event_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON latchkey.audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.refuse_change();

-- Small facts about the store itself, such as the fingerprint of its pepper.
CREATE TABLE latchkey.setting (
  name  text PRIMARY KEY,
  value text NOT NULL
);

-- The change sequence. Its one row is locked by every writer until it commits, so revisions become
-- visible in their order and without gaps.
CREATE TABLE latchkey.revision (
  one       boolean PRIMARY KEY DEFAULT true CHECK (one),
  value     bigint NOT NULL,
  forgotten bigint NOT NULL
) WITH (fillfactor = 10);
INSERT INTO latchkey.revision (value, forgotten) VALUES (0, 0);
COMMENT ON COLUMN latchkey.revision.forgotten IS
  'Changes up to this revision are no longer listed in key_change.';

CREATE TABLE latchkey.key_change (
  revision bigint NOT NULL,
  key_id   uuid,
  at       timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX key_change_by_revision ON latchkey.key_change (revision);
COMMENT ON COLUMN latchkey.key_change.key_id IS 'Null for more keys than are worth naming.';

-- Forgets changes that every gateway has long read: a bounded number at a time, oldest first.
CREATE FUNCTION latchkey.forget_old_changes() RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  last bigint;
BEGIN
  SELECT max(c.revision) INTO last
    FROM (SELECT revision, at FROM latchkey.key_change ORDER BY revision LIMIT 20000) c
    WHERE c.at < now() - interval '1 hour';
  IF last IS NOT NULL THEN
    DELETE FROM latchkey.key_change WHERE revision <= last;
    UPDATE latchkey.revision SET forgotten = last WHERE forgotten < last;
  END IF;
END $$;

-- Numbers a change and tells the gateways. One transaction has one revision: all of it becomes
-- visible at once. Runs as the owner, so that whoever may change a key may also announce it.
CREATE FUNCTION latchkey.announce(keys uuid[]) RETURNS void
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  current_revision bigint;
BEGIN
  IF coalesce(cardinality(keys), 0) = 0 THEN
    RETURN;
  END IF;
  SELECT value INTO current_revision FROM latchkey.revision
    WHERE xmin = pg_current_xact_id()::xid;
  IF NOT FOUND THEN
    UPDATE latchkey.revision SET value = value + 1 RETURNING value INTO current_revision;
    IF current_revision % 16 = 0 THEN
      PERFORM latchkey.forget_old_changes();
    END IF;
  END IF;
  IF cardinality(keys) > 1000 THEN
    INSERT INTO latchkey.key_change (revision, key_id) VALUES (current_revision, NULL);
  ELSE
    INSERT INTO latchkey.key_change (revision, key_id) SELECT current_revision, unnest(keys);
  END IF;
  PERFORM pg_notify('latchkey_keys', current_revision::text);
END $$;
REVOKE EXECUTE ON FUNCTION latchkey.announce(uuid[]), latchkey.forget_old_changes() FROM PUBLIC;

CREATE FUNCTION latchkey.key_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(SELECT id FROM changed));
  IF TG_OP = 'DELETE' THEN
    DELETE FROM latchkey.api_key_activity WHERE key_id IN (SELECT id FROM changed);
  END IF;
  RETURN NULL;
END $$;

CREATE FUNCTION latchkey.secret_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(SELECT DISTINCT key_id FROM changed));
  RETURN NULL;
END $$;

CREATE FUNCTION latchkey.consumer_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(
    SELECT k.id FROM changed c
      JOIN was w ON w.id = c.id AND w.external_id <> c.external_id
      JOIN latchkey.api_key k ON k.consumer_id = c.id));
  RETURN NULL;
END $$;

CREATE FUNCTION latchkey.everything_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(array_fill('00000000-0000-0000-0000-000000000000'::uuid, ARRAY[1001]));
  RETURN NULL;
END $$;

CREATE TRIGGER api_key_inserted AFTER INSERT ON latchkey.api_key
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.key_changed();
CREATE TRIGGER api_key_updated AFTER UPDATE ON latchkey.api_key
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.key_changed();
CREATE TRIGGER api_key_deleted AFTER DELETE ON latchkey.api_key
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.key_changed();
CREATE TRIGGER api_key_truncated AFTER TRUNCATE ON latchkey.api_key
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.everything_changed();

CREATE TRIGGER api_key_secret_inserted AFTER INSERT ON latchkey.api_key_secret
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.secret_changed();
CREATE TRIGGER api_key_secret_updated AFTER UPDATE ON latchkey.api_key_secret
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.secret_changed();
CREATE TRIGGER api_key_secret_deleted AFTER DELETE ON latchkey.api_key_secret
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.secret_changed();
CREATE TRIGGER api_key_secret_truncated AFTER TRUNCATE ON latchkey.api_key_secret
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.everything_changed();

CREATE TRIGGER consumer_updated AFTER UPDATE ON latchkey.consumer
  REFERENCING OLD TABLE AS was NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.consumer_changed();
