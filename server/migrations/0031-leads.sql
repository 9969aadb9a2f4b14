-- Leads and web forms.

-- Whoever came as a lead, whatever became of them.
create table leads (
  contact_id text primary key references contacts (id) on delete cascade,
  came_at timestamptz not null
);
create index leads_came on leads (came_at, contact_id);
insert into leads (contact_id, came_at) select id, created_at from contacts where lifecycle = 'lead';

-- Who got a lead by the rules, and why; open until the next one gets it, somebody does something with it, or it is no lead any more.
create table lead_hand_overs (
  id text primary key,
  contact_id text not null references contacts (id) on delete cascade,
  agent_id text not null references agents (id),
  from_agent_id text references agents (id),
  why text not null check (why in ('new', 'asked', 'untouched')),
  reason jsonb not null,
  given_at timestamptz not null,
  ended_at timestamptz
);
create index lead_hand_overs_of_contact on lead_hand_overs (contact_id, given_at desc, id desc);
create index lead_hand_overs_open on lead_hand_overs (given_at) where ended_at is null;

-- When it was whose turn: the one with the smallest number is next, and one who never had a turn comes before all.
create table lead_turns (
  agent_id text primary key references agents (id) on delete cascade,
  turn bigint not null
);

-- Forms on the firm's own site. The id is the key in the address that the form is sent to.
create table web_forms (
  id text primary key,
  name text not null,
  active boolean not null default true,
  origins text[] not null default '{}',
  source_id text references directory_entries (id),
  thanks_url text,
  created_at timestamptz not null,
  version integer not null default 1
);

-- Everything that a form sent, before anything is made of it: what fails later is tried again from here.
create table web_form_submissions (
  id text primary key,
  form_id text not null references web_forms (id),
  received_at timestamptz not null,
  -- Of the token or the idempotency key: the same one sent again is the same submission.
  repeat_key text,
  fields jsonb not null,
  state text not null check (state in ('new', 'taken', 'joined', 'suspected', 'refused')),
  suspicions text[] not null default '{}',
  contact_id text references contacts (id) on delete set null,
  constraint web_form_submissions_repeat_key unique (form_id, repeat_key)
);
create index web_form_submissions_latest on web_form_submissions (form_id, received_at desc, id desc);

create table web_form_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
);
