-- Webhooks: who wants to be told of what, and what was sent. Every row of the audit trail is an
-- event, queued in the transaction that writes it.

CREATE TABLE latchkey.webhook (
  id         uuid PRIMARY KEY,
  tenant     text NOT NULL CHECK (char_length(tenant) BETWEEN 1 AND 100),
  url        text NOT NULL CHECK (char_length(url) BETWEEN 1 AND 2000),
  events     text[] NOT NULL DEFAULT '{}',
  enabled    boolean NOT NULL DEFAULT true,
  created_at timestamptz NOT NULL,
  created_by text NOT NULL
);
CREATE INDEX webhook_by_tenant ON latchkey.webhook (tenant, created_at, id);
COMMENT ON COLUMN latchkey.webhook.events IS
  'Types of events, or all of a kind as in key.*; empty for all.';

CREATE TABLE latchkey.webhook_delivery (
  id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
  webhook_id uuid NOT NULL REFERENCES latchkey.webhook (id) ON DELETE CASCADE,
  tenant     text NOT NULL,
  type       text NOT NULL,
  payload    json NOT NULL,
  created_at timestamptz NOT NULL,
  state      text NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'dead')),
  attempts   int NOT NULL DEFAULT 0,
  next_at    timestamptz NOT NULL,
  status     int,
  error      text,
  ended_at   timestamptz
);
CREATE INDEX webhook_delivery_due ON latchkey.webhook_delivery (next_at) WHERE state = 'pending';
CREATE INDEX webhook_delivery_by_webhook
  ON latchkey.webhook_delivery (webhook_id, created_at DESC, id DESC);

CREATE FUNCTION latchkey.queue_webhooks() RETURNS trigger
  LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  INSERT INTO latchkey.webhook_delivery (webhook_id, tenant, type, payload, created_at, next_at)
  SELECT w.id, e.tenant, e.action, json_build_object(
      'id', e.id, 'type', e.action,
      'time', to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'),
      'tenant', e.tenant,
      'actor', json_build_object('type', lower(e.actor_type), 'id', e.actor_id),
      'target', json_build_object('type', e.target_type, 'id', e.target_id),
      'changes', e.changes),
    e.at, e.at
  FROM added e JOIN latchkey.webhook w ON w.tenant = e.tenant AND w.enabled
    AND (w.events = '{}' OR e.action = ANY (w.events)
      OR split_part(e.action, '.', 1) || '.*' = ANY (w.events))
  WHERE e.outcome = 'success' AND e.target_type <> 'webhook';
  RETURN NULL;
END $$;
CREATE TRIGGER audit_event_webhooks AFTER INSERT ON latchkey.audit_event
  REFERENCING NEW TABLE AS added
  FOR EACH STATEMENT EXECUTE FUNCTION latchkey.queue_webhooks();
