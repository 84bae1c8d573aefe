-- The gateways that follow the change sequence, and how far each has come. Rewritten every two
-- seconds by each gateway: no index but the key, and room on the page.
CREATE TABLE latchkey.node (
  instance      uuid PRIMARY KEY,
  name          text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 300),
  revision      bigint NOT NULL,
  stale_seconds integer NOT NULL CHECK (stale_seconds >= 0),
  started_at    timestamptz NOT NULL DEFAULT now(),
  last_seen_at  timestamptz NOT NULL DEFAULT now()
) WITH (fillfactor = 20);
COMMENT ON COLUMN latchkey.node.stale_seconds IS
  'For so long it may serve known keys without hearing from the store.';
