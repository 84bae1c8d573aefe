-- A consumer's own plan, whose limits all of its keys use up together.

ALTER TABLE latchkey.consumer ADD COLUMN plan text;

CREATE OR REPLACE FUNCTION latchkey.consumer_changed() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM latchkey.announce(ARRAY(
    SELECT k.id FROM changed c
      JOIN was w ON w.id = c.id
        AND (w.external_id <> c.external_id OR w.limits <> c.limits
          OR w.plan IS DISTINCT FROM c.plan)
      JOIN latchkey.api_key k ON k.consumer_id = c.id));
  RETURN NULL;
END $$;
