-- What the firm and its customers wrote to each other. A message hangs on the records it was written to or came from.
create table messages (
  id text primary key,
  direction text not null check (direction in ('in', 'out')),
  channel text not null check (channel in ('email', 'web-form')),
  state text not null check (state in ('received', 'queued', 'sending', 'sent', 'failed', 'unclear', 'cancelled')),
  contact_id text references contacts (id),
  organisation_id text references organisations (id),
  deal_id text references deals (id),
  address text,
  reply_to text,
  subject text not null,
  text text not null,
  problem_code text check (problem_code in ('refused', 'unreachable', 'sign-in', 'busy', 'not-set-up', 'unclear')),
  problem_detail text not null default '',
  tries integer not null default 0,
  next_try_at timestamptz,
  claimed_at timestamptz,
  sent_at timestamptz,
  -- Where it came from, so that it is not kept twice.
  origin_id text unique,
  by_id text,
  by_name text,
  created_at timestamptz not null,
  check (contact_id is not null or organisation_id is not null or deal_id is not null),
  check ((direction = 'in') = (state = 'received')),
  check (state <> 'queued' or next_try_at is not null)
);
create index messages_contact on messages (contact_id, created_at desc, id desc) where contact_id is not null;
create index messages_organisation on messages (organisation_id, created_at desc, id desc) where organisation_id is not null;
create index messages_deal on messages (deal_id, created_at desc, id desc) where deal_id is not null;
-- What is being handed over: few rows; those whose server died are settled by this.
create index messages_sending on messages (claimed_at) where state = 'sending';
create index messages_search on messages using gin (search_text(subject || ' ' || text) gin_trgm_ops);
