-- Quotas that all nodes count together.

-- One row per quota of a key and period. Permits are taken by nodes ahead of the calls they are for.
CREATE TABLE latchkey.quota_use (
  key_id  uuid NOT NULL,
  quota   text NOT NULL CHECK (char_length(quota) BETWEEN 1 AND 100),
  period  text NOT NULL CHECK (period IN ('day', 'month')),
  starts  date NOT NULL,
  taken   bigint NOT NULL CHECK (taken >= 0),
  granted bigint NOT NULL CHECK (granted >= 0),
  cap     bigint NOT NULL CHECK (cap >= 1),
  PRIMARY KEY (key_id, quota, period, starts)
) WITH (fillfactor = 70);
CREATE INDEX quota_use_by_age ON latchkey.quota_use (starts);
COMMENT ON COLUMN latchkey.quota_use.granted IS 'Of the last lease: what its statement answers.';
COMMENT ON COLUMN latchkey.quota_use.cap IS 'The quota''s limit as of the last lease.';
