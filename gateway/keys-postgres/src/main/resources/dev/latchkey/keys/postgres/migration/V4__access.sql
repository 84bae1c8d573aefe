-- People who sign in with a browser, leaked keys and decoys. Tokens, codes and browsers are known by
-- the SHA-256 of 256 or 125 random bits; passwords by Argon2id.

CREATE TABLE latchkey.admin_account (
  id          uuid PRIMARY KEY,
  tenant      text NOT NULL CHECK (char_length(tenant) BETWEEN 1 AND 100),
  name        text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  role        text NOT NULL,
  password    text NOT NULL,
  created_at  timestamptz NOT NULL,
  password_at timestamptz NOT NULL,
  CONSTRAINT admin_account_name UNIQUE (tenant, name)
);

CREATE TABLE latchkey.admin_code (
  digest  bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  tenant  text NOT NULL,
  name    text,
  role    text NOT NULL,
  ends_at timestamptz NOT NULL
);
COMMENT ON COLUMN latchkey.admin_code.name IS 'Null for any account that does not exist yet.';

CREATE TABLE latchkey.admin_device (
  digest     bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  account_id uuid NOT NULL REFERENCES latchkey.admin_account (id) ON DELETE CASCADE,
  ends_at    timestamptz NOT NULL
);

CREATE TABLE latchkey.admin_session (
  digest       bytea PRIMARY KEY CHECK (octet_length(digest) = 32),
  tenant       text NOT NULL,
  actor_id     text NOT NULL,
  actor_name   text NOT NULL,
  roles        text[] NOT NULL,
  permissions  text[] NOT NULL,
  account_id   uuid REFERENCES latchkey.admin_account (id) ON DELETE CASCADE,
  since        timestamptz NOT NULL,
  last_used_at timestamptz NOT NULL,
  ends_at      timestamptz NOT NULL
);
CREATE INDEX admin_session_by_account ON latchkey.admin_session (account_id)
  WHERE account_id IS NOT NULL;
CREATE INDEX admin_session_by_end ON latchkey.admin_session (ends_at);

CREATE TABLE latchkey.leak_report (
  id          uuid PRIMARY KEY,
  tenant      text NOT NULL,
  key_id      uuid NOT NULL,
  source      text NOT NULL,
  url         text NOT NULL DEFAULT '',
  kind        text NOT NULL DEFAULT '',
  action      text NOT NULL,
  reported_at timestamptz NOT NULL,
  CONSTRAINT leak_report_once UNIQUE (key_id, source, url)
);
CREATE INDEX leak_report_by_time ON latchkey.leak_report (tenant, reported_at, id);

-- Bait: looks like a key of its profile, opens nothing, and tells on whoever tries it.
CREATE TABLE latchkey.decoy (
  id           uuid PRIMARY KEY,
  tenant       text NOT NULL CHECK (char_length(tenant) BETWEEN 1 AND 100),
  profile      text NOT NULL,
  name         text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 100),
  hint_prefix  text NOT NULL,
  hint_start   text NOT NULL,
  hint_end     text NOT NULL,
  digest       bytea NOT NULL,
  pepper       text NOT NULL,
  created_at   timestamptz NOT NULL,
  created_by   text NOT NULL,
  last_used_at timestamptz,
  uses         bigint NOT NULL DEFAULT 0,
  CONSTRAINT decoy_digest UNIQUE (digest),
  CONSTRAINT decoy_digest_length CHECK (octet_length(digest) = 32)
);
CREATE INDEX decoy_by_creation ON latchkey.decoy (tenant, created_at, id);

-- Gateways forget what they know of a text that becomes bait, or stops being it.
CREATE FUNCTION latchkey.decoy_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(SELECT id FROM changed));
  RETURN NULL;
END $$;
CREATE TRIGGER decoy_inserted AFTER INSERT ON latchkey.decoy
  REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.decoy_changed();
CREATE TRIGGER decoy_deleted AFTER DELETE ON latchkey.decoy
  REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.decoy_changed();
