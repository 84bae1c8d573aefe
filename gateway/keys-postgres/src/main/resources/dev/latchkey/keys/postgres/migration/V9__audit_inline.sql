-- The record and its hash as before, but written so that the planner puts them where they are used:
-- a function with a search path of its own is called for each row, which was most of what an import
-- cost. Every name is qualified instead, so nobody's search path decides what they mean.
CREATE OR REPLACE FUNCTION latchkey.audit_record(e latchkey.audit_event) RETURNS jsonb
  LANGUAGE sql STABLE
  AS $$
    SELECT pg_catalog.jsonb_build_object(
      'number', e.number,
      'id', e.id,
      'time', pg_catalog.to_char(pg_catalog.timezone('UTC', e.at), 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
      'tenant', e.tenant,
      'actor', pg_catalog.jsonb_build_object(
        'type', pg_catalog.lower(e.actor_type), 'id', e.actor_id, 'name', e.actor_name),
      'action', e.action,
      'target', pg_catalog.jsonb_build_object('type', e.target_type, 'id', e.target_id),
      'changes', e.changes::pg_catalog.jsonb,
      'reason', e.reason,
      'requestId', e.request_id,
      'address', e.address,
      'outcome', e.outcome)
  $$;

CREATE OR REPLACE FUNCTION latchkey.audit_hash(e latchkey.audit_event) RETURNS bytea
  LANGUAGE sql STABLE
  AS $$
    SELECT pg_catalog.sha256(
      e.previous OPERATOR(pg_catalog.||)
        pg_catalog.convert_to(latchkey.audit_record(e)::pg_catalog.text, 'UTF8'))
  $$;
