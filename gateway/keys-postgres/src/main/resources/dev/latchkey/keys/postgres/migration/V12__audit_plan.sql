-- The chain's trigger does for each row what each row needs, and no more. The lock is taken once for
-- a statement, before its first row. The end of a tenant's chain is looked up without sequential
-- scans: a plan made while the trail was short would read all of it, and be kept; one made anew for
-- each row would cost more than all the rest.
CREATE FUNCTION latchkey.lock_audit_chain() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM latchkey.revision FOR UPDATE;
  RETURN NULL;
END $$;
CREATE TRIGGER audit_event_locked BEFORE INSERT ON latchkey.audit_event
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.lock_audit_chain();

CREATE OR REPLACE FUNCTION latchkey.chain_audit_event() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
  AS $$
DECLARE
  last record;
BEGIN
  SELECT number, hash INTO last FROM latchkey.audit_event
    WHERE tenant = NEW.tenant ORDER BY number DESC LIMIT 1;
  NEW.number := coalesce(last.number, 0) + 1;
  NEW.previous := coalesce(last.hash, decode(repeat('00', 32), 'hex'));
  NEW.hash := latchkey.audit_hash(NEW);
  RETURN NEW;
END $$;
