-- Retry ladders and calling hours, and missed calls as debts towards callers.

create table retry_ladders (
  id text primary key,
  name text not null,
  -- { noAnswer: [{ afterSeconds }], busy: [...] | null, machine: ... , failed: ... }
  steps jsonb not null,
  max_per_day integer not null check (max_per_day between 1 and 50),
  is_default boolean not null default false,
  version integer not null default 1,
  -- Kept for the debts of the past that climbed it.
  deleted_at timestamptz,
  check (not (is_default and deleted_at is not null))
);
create unique index retry_ladders_one_default on retry_ladders (is_default) where is_default;
create unique index retry_ladders_name on retry_ladders (lower(name)) where deleted_at is null;

insert into retry_ladders (id, name, is_default, max_per_day, steps) values (
  'ldr_standard', 'Standard', true, 6,
  '{
    "noAnswer": [{"afterSeconds": 300}, {"afterSeconds": 1800}, {"afterSeconds": 10800}, {"afterSeconds": 86400}],
    "busy": [{"afterSeconds": 180}, {"afterSeconds": 600}, {"afterSeconds": 1800}, {"afterSeconds": 10800}, {"afterSeconds": 86400}],
    "machine": [{"afterSeconds": 10800}, {"afterSeconds": 86400}],
    "failed": [{"afterSeconds": 3600}, {"afterSeconds": 86400}]
  }'
);

create table calling_hours (
  id text primary key,
  name text not null,
  is_default boolean not null default false,
  -- seven lists of { from, until }, Monday first
  week jsonb not null,
  holiday_region text,
  closed_dates date[] not null default '{}',
  open_dates date[] not null default '{}',
  version integer not null default 1
);
create unique index calling_hours_one_default on calling_hours (is_default) where is_default;
create unique index calling_hours_name on calling_hours (lower(name));

-- One debt to one caller, however often the caller tried and however many telephones rang.
create table missed_calls (
  id text primary key,
  state text not null check (state in ('open', 'trying', 'resolved', 'archived')),
  -- E.164, or what would be dialled for a number that has no such form
  number_key text not null,
  number_raw text,
  number_e164 text,
  contact_id text,
  time_zone text not null,
  queue text,
  dialled_number text,
  tries integer not null,
  first_missed_at timestamptz not null,
  last_missed_at timestamptz not null,
  longest_wait_seconds double precision not null,
  ladder_id text not null references retry_ladders (id),
  step integer not null default 0,
  next_attempt_at timestamptz,
  because jsonb,
  -- when that was decided: working it out again gives the same answer
  decided_at timestamptz not null,
  reopened_at timestamptz,
  assignee_agent_id text,
  team_id text,
  -- the lock: who is calling right now
  trying_agent_id text,
  trying_since timestamptz,
  trying_originate_id text,
  trying_call_id text,
  -- until when a click to call may stay without a call; null once there is one
  trying_until timestamptz,
  due_told_at timestamptz,
  escalated_at timestamptz,
  closed_at timestamptz,
  resolved_how text check (resolved_how in ('our-call', 'caller-got-through', 'by-hand')),
  resolved_by_call_id text,
  -- when somebody spoke with the caller
  reached_at timestamptz,
  close_note text not null default '',
  merged_into text references missed_calls (id),
  version bigint not null default 1,
  check ((state in ('open', 'trying')) = (closed_at is null)),
  check ((state = 'resolved') = (resolved_how is not null)),
  check ((state in ('open', 'trying')) = (next_attempt_at is not null)),
  check ((state = 'trying') = (trying_since is not null))
);
-- The two promises of MIS-1, kept by the database: one open debt per number, one per person.
create unique index missed_calls_one_open_per_number on missed_calls (number_key) where state in ('open', 'trying');
create unique index missed_calls_one_open_per_contact on missed_calls (contact_id)
  where state in ('open', 'trying') and contact_id is not null;
create index missed_calls_due on missed_calls (next_attempt_at, id) where state in ('open', 'trying');
create index missed_calls_closed on missed_calls (closed_at desc, id desc) where closed_at is not null;
create index missed_calls_of_number on missed_calls (number_key, last_missed_at desc);
create index missed_calls_of_contact on missed_calls (contact_id, last_missed_at desc) where contact_id is not null;
create index missed_calls_trying_call on missed_calls (trying_call_id) where trying_call_id is not null;
create index missed_calls_of_ladder on missed_calls (ladder_id) where state in ('open', 'trying');

-- The calls we missed: each belongs to one debt, whoever tells of it and how often.
create table missed_call_misses (
  call_id text primary key,
  missed_call_id text not null references missed_calls (id) on delete cascade,
  number_key text not null,
  started_at timestamptz not null,
  ended_at timestamptz not null,
  wait_seconds double precision not null,
  queue text,
  dialled_number text
);
create index missed_call_misses_of on missed_call_misses (missed_call_id, ended_at);

-- Our attempts to reach the caller, seen by the PBX or told by a person.
create table missed_call_attempts (
  id text primary key,
  missed_call_id text not null references missed_calls (id) on delete cascade,
  number_key text not null,
  -- null: told by a person of a call that the PBX did not see
  call_id text,
  agent_id text,
  outcome text not null check (outcome in ('no-answer', 'busy', 'machine', 'failed', 'reached')),
  started_at timestamptz not null,
  ended_at timestamptz not null,
  note text not null default '',
  -- when a person said how it ended; null: the PBX did
  said_at timestamptz,
  unique (missed_call_id, call_id)
);
create index missed_call_attempts_of_number on missed_call_attempts (number_key, started_at desc);
