-- What was said of a key: that it is idle, and that its calls fail.

CREATE TABLE latchkey.key_alert (
  key_id uuid NOT NULL REFERENCES latchkey.api_key (id) ON DELETE CASCADE,
  kind   text NOT NULL CHECK (kind IN ('idle', 'failures')),
  since  timestamptz NOT NULL,
  PRIMARY KEY (key_id, kind)
);
COMMENT ON COLUMN latchkey.key_alert.since IS
  'Of idle: the last use that it was said of, so that another use can be followed by another. Of failures: when it was said.';

-- Failures are looked for in the newest minutes of all keys. Rows come in the order of their time.
CREATE INDEX usage_minute_by_time ON latchkey.usage_minute USING brin (at)
  WITH (autosummarize = on);
