-- Quotas that all keys of a consumer use up together are counted under the consumer's id.

COMMENT ON COLUMN latchkey.quota_use.key_id IS
  'Whose quota it is: a key, or a consumer whose keys use it up together.';

DROP POLICY own_tenant ON latchkey.quota_use;
CREATE POLICY own_tenant ON latchkey.quota_use FOR SELECT
  USING (EXISTS (SELECT FROM latchkey.api_key k WHERE k.id = key_id)
    OR EXISTS (SELECT FROM latchkey.consumer c WHERE c.id = key_id));

-- A removed consumer takes its counts along.
CREATE FUNCTION latchkey.forget_consumer_quotas() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM latchkey.quota_use WHERE key_id IN (SELECT id FROM gone);
  RETURN NULL;
END $$;

CREATE TRIGGER consumer_removed AFTER DELETE ON latchkey.consumer
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.forget_consumer_quotas();
