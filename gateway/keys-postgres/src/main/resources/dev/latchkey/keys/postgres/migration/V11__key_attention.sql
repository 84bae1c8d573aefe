-- What is to be shown with a key: how each of its secrets is recognised, who found it, and whether
-- its calls fail.

ALTER TABLE latchkey.api_key_secret
  ADD COLUMN hint_prefix text CHECK (char_length(hint_prefix) <= 40),
  ADD COLUMN hint_start  text CHECK (char_length(hint_start) <= 4),
  ADD COLUMN hint_end    text CHECK (char_length(hint_end) <= 4);
COMMENT ON COLUMN latchkey.api_key_secret.hint_prefix IS
  'Null, like the others, where the key has its hint and was never rotated since.';

ALTER TABLE latchkey.leak_report ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON latchkey.leak_report FOR SELECT
  USING (tenant = current_setting('latchkey.tenant', true));
ALTER TABLE latchkey.key_alert ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON latchkey.key_alert FOR SELECT
  USING (EXISTS (SELECT FROM latchkey.api_key k WHERE k.id = key_id));
GRANT SELECT ON latchkey.leak_report, latchkey.key_alert TO latchkey_tenant;
