-- What the API remembers for machines: answers by idempotency key.

create table idempotency_keys (
  principal_id text not null,
  key text not null,
  -- Of method, address and body: the same key for another request is refused.
  request_hash text not null,
  -- Whose turn it is. A later request that takes over gets a token of its own; what the earlier one then commits is refused.
  token text not null,
  -- running: nothing was committed. worked: the change was committed, its answer is not here (yet). answered: it is.
  state text not null check (state in ('running', 'worked', 'answered')),
  status int,
  content_type text,
  -- Null when answered: not kept, because it held a secret or was too large.
  body text,
  begun_at timestamptz not null,
  -- A running request prolongs it; once it is over its server is gone.
  lease_until timestamptz not null,
  primary key (principal_id, key)
);
create index idempotency_keys_begun_at on idempotency_keys (begun_at);

-- Programs that are told of what happens.
create table webhooks (
  id text primary key,
  name text not null,
  url text not null,
  events text[] not null,
  role text not null,
  -- Kept as it is: every signature needs it. Shown once, when it is made.
  secret text not null,
  -- paused: by itself, after it had not answered for long; what happens is kept for it.
  state text not null check (state in ('on', 'off', 'paused')),
  failing_since timestamptz,
  last_delivered_at timestamptz,
  version int not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);

create table webhook_deliveries (
  id text primary key,
  webhook_id text not null references webhooks (id) on delete cascade,
  -- Null for a test.
  fact_id text,
  event text not null,
  subject text,
  -- What the fact itself says beyond its subject.
  detail jsonb not null default '{}',
  -- Made at the first attempt, from the record as the role may read it, and sent unchanged ever after.
  body text,
  state text not null check (state in ('waiting', 'delivered', 'failed', 'dropped')),
  attempts int not null default 0,
  occurred_at timestamptz not null,
  next_attempt_at timestamptz,
  -- A server is sending it; afterwards another may.
  claimed_until timestamptz,
  last_status int,
  created_at timestamptz not null,
  finished_at timestamptz
);
create unique index webhook_deliveries_fact on webhook_deliveries (webhook_id, fact_id);
create index webhook_deliveries_due on webhook_deliveries (webhook_id, id) where state = 'waiting';
create index webhook_deliveries_log on webhook_deliveries (webhook_id, id desc);

create table webhook_attempts (
  id text primary key,
  delivery_id text not null references webhook_deliveries (id) on delete cascade,
  at timestamptz not null,
  milliseconds int not null,
  status int,
  because text,
  answer text not null
);
create index webhook_attempts_delivery on webhook_attempts (delivery_id, id);
