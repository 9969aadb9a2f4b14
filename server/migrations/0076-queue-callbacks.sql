-- Callers who pressed a key in a queue instead of waiting on: they keep their place and are called back (MIS-6).
create table queue_callbacks (
  id text primary key,
  -- One for each call: asking twice changes nothing.
  call_id text not null unique,
  bridge_id text not null,
  queue text not null,
  e164 text not null,
  contact_id text references contacts (id),
  -- The place in the queue: since when the caller has been waiting.
  joined_at timestamptz not null,
  asked_at timestamptz not null,
  expires_at timestamptz not null,
  state text not null check (state in ('waiting', 'calling', 'reached', 'gave-up', 'expired', 'cancelled')),
  -- Calls that the customer did not pick up.
  tries smallint not null default 0,
  next_at timestamptz not null,
  agent_id text references agents (id),
  originate_id text,
  since timestamptz not null,
  closed_at timestamptz,
  version integer not null default 1,
  check ((state in ('waiting', 'calling')) = (closed_at is null)),
  check ((state = 'calling') = (originate_id is not null and closed_at is null))
);
create unique index queue_callbacks_one on queue_callbacks (e164) where closed_at is null;
create index queue_callbacks_open on queue_callbacks (joined_at) where closed_at is null;
create index queue_callbacks_originate on queue_callbacks (originate_id) where originate_id is not null;
create index queue_callbacks_asked on queue_callbacks (asked_at desc, id);
