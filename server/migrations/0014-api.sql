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
