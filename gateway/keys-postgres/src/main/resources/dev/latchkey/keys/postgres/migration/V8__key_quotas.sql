-- A key's own quota, and what is used up of quotas shown with the key.

ALTER TABLE latchkey.api_key ADD COLUMN quota jsonb CHECK (jsonb_typeof(quota) = 'object');
COMMENT ON COLUMN latchkey.api_key.quota IS 'Replaces the plan''s quota of the same name.';

ALTER TABLE latchkey.quota_use ENABLE ROW LEVEL SECURITY;
CREATE POLICY own_tenant ON latchkey.quota_use FOR SELECT
  USING (EXISTS (SELECT FROM latchkey.api_key k WHERE k.id = key_id));
GRANT SELECT ON latchkey.quota_use TO latchkey_tenant;
