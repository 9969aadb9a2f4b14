-- What the bridges said (append-only), and the calls made of it.

-- Every fact of every bridge, once. Never updated; old months can be dropped after a backup.
create table pbx_events (
  id text not null,
  bridge_id text not null,
  journal_id text not null,
  sequence bigint not null,
  type text not null,
  call_id text,
  occurred_at timestamptz not null,
  recorded_at timestamptz not null,
  received_at timestamptz not null default now(),
  payload jsonb not null,
  primary key (id, occurred_at)
) partition by range (occurred_at);
create index pbx_events_of_call on pbx_events (call_id, recorded_at, sequence);
create index pbx_events_of_journal on pbx_events (bridge_id, journal_id, sequence);

-- A clock gone wild must not stop the stream: what fits no month waits here.
create table pbx_events_other partition of pbx_events default;

select ensure_monthly_partitions('pbx_events', now(), 3);

-- What could not be understood or stored: kept as text, acknowledged, counted.
create table pbx_events_rejected (
  id bigint generated always as identity primary key,
  bridge_id text not null,
  journal_id text not null,
  sequence bigint,
  event_id text,
  received_at timestamptz not null default now(),
  error text not null,
  payload text not null
);

-- How far each journal has been committed.
create table pbx_journals (
  bridge_id text not null,
  journal_id text not null,
  acked_sequence bigint not null default 0,
  first_seen_at timestamptz not null default now(),
  primary key (bridge_id, journal_id)
);

create table dispositions (
  id text primary key,
  code text not null unique,
  label text not null,
  hotkey smallint check (hotkey between 1 and 9),
  human_answered boolean not null default false,
  contact_reached boolean not null default false,
  sale boolean not null default false,
  call_back boolean not null default false,
  do_not_call boolean not null default false,
  active boolean not null default true,
  position int not null
);
create unique index dispositions_hotkey on dispositions (hotkey) where active;

insert into dispositions (id, code, label, hotkey, human_answered, contact_reached, sale, call_back, do_not_call, position) values
  ('dsp_agreed', 'agreed', 'Agreed', 1, true, true, true, false, false, 1),
  ('dsp_interested', 'interested', 'Interested', 2, true, true, false, false, false, 2),
  ('dsp_answered_question', 'question-answered', 'Question answered', 3, true, true, false, false, false, 3),
  ('dsp_call_back', 'call-back', 'Call back later', 4, true, true, false, true, false, 4),
  ('dsp_not_interested', 'not-interested', 'Not interested', 5, true, true, false, false, false, 5),
  ('dsp_complaint', 'complaint', 'Complaint', 6, true, true, false, false, false, 6),
  ('dsp_machine', 'machine', 'Answering machine', 7, false, false, false, false, false, 7),
  ('dsp_wrong_number', 'wrong-number', 'Wrong number', 8, true, false, false, false, false, 8),
  ('dsp_do_not_call', 'do-not-call', 'Do not call again', 9, true, true, false, false, true, 9),
  ('dsp_silence', 'silence', 'Silence or dropped', null, false, false, false, false, false, 10),
  ('dsp_internal', 'no-business', 'No business matter', null, true, false, false, false, false, 11);

-- One conversation with a customer. Not partitioned: docs/decisions says why.
create table calls (
  id text primary key,
  bridge_id text not null,
  pbx text not null,
  -- the fact this row was made from
  journal_id text not null,
  sequence bigint not null,
  recorded_at timestamptz not null,
  direction text not null,
  state text not null,
  outcome text,
  from_raw text,
  from_e164 text,
  from_withheld boolean not null,
  to_raw text,
  to_e164 text,
  to_withheld boolean not null,
  caller_id_name text,
  dialled_raw text,
  dialled_e164 text,
  customer_raw text,
  customer_e164 text,
  customer_withheld boolean,
  -- digits of the customer's number, read from the end: search by last digits is a prefix search
  customer_digits text generated always as (
    reverse(regexp_replace(coalesce(customer_e164, customer_raw, ''), '\D', '', 'g'))
  ) stored,
  queue text,
  queue_visits jsonb not null default '[]',
  transfers jsonb not null default '[]',
  started_at timestamptz not null,
  answered_at timestamptz,
  ended_at timestamptz,
  wait_seconds double precision not null,
  ring_seconds double precision not null,
  talk_seconds double precision not null,
  hold_seconds double precision not null,
  ended_by text,
  hangup_cause int,
  end_inferred boolean not null,
  originate_id text,
  attempt_id text,
  campaign_id text,
  missed_call_id text,
  requested_contact_id text,
  -- what people, or the look-up, said: never touched by a rebuild
  contact_id text,
  organisation_id text,
  contact_picked boolean not null default false,
  candidates jsonb not null default '[]',
  disposition_id text references dispositions (id),
  note text not null default '',
  main_need text not null default '',
  next_step_text text,
  next_step_due_at timestamptz,
  next_step_task_id text,
  deal_ids text[] not null default '{}',
  -- whose the call is, for the access predicate: agents who took part (or whose device rings now), their teams, the queue's team
  agent_ids text[] not null default '{}',
  team_ids text[] not null default '{}',
  version bigint not null
);
create index calls_by_time on calls (started_at desc, id desc);
create index calls_of_customer on calls (customer_e164, started_at desc) where customer_e164 is not null;
create index calls_by_last_digits on calls (customer_digits text_pattern_ops);
create index calls_of_contact on calls (contact_id, started_at desc) where contact_id is not null;
create index calls_of_queue on calls (queue, started_at desc) where queue is not null;
create index calls_of_disposition on calls (disposition_id, started_at desc) where disposition_id is not null;
create index calls_not_answered on calls (outcome, started_at desc) where outcome <> 'answered';
create index calls_live on calls (started_at) where state <> 'ended';
create index calls_of_originate on calls (originate_id) where originate_id is not null;

-- Devices of ours in a call, and whose they were then.
create table call_agents (
  call_id text not null references calls (id) on delete cascade,
  interface text not null,
  agent_id text,
  team_id text,
  role text not null,
  ring_seconds double precision not null,
  talk_seconds double precision not null,
  hold_seconds double precision not null,
  live boolean not null,
  took_part boolean not null,
  wrap_up_until timestamptz,
  position smallint not null,
  started_at timestamptz not null,
  primary key (call_id, interface)
);
create index call_agents_of_agent on call_agents (agent_id, started_at desc) where agent_id is not null;
create index call_agents_of_team on call_agents (team_id, started_at desc) where team_id is not null;
create index call_agents_live on call_agents (agent_id) where live;
create index call_agents_in_wrap_up on call_agents (wrap_up_until) where wrap_up_until is not null;

create table call_legs (
  call_id text not null references calls (id) on delete cascade,
  id text not null,
  channel text not null,
  interface text not null,
  kind text not null,
  role text not null,
  number text,
  queue text,
  started_at timestamptz not null,
  ringing_at timestamptz,
  answered_at timestamptz,
  ended_at timestamptz,
  ring_seconds double precision not null,
  talk_seconds double precision not null,
  hold_seconds double precision not null,
  dial_status text,
  hangup_cause int,
  tech_cause int,
  primary key (call_id, id)
);

-- Each linkedid of a PBX belongs to exactly one call.
create table call_linkedids (
  bridge_id text not null,
  linkedid text not null,
  call_id text not null references calls (id) on delete cascade,
  primary key (bridge_id, linkedid)
);
create index call_linkedids_of_call on call_linkedids (call_id);

-- Calls that turned out to be part of another one; old ids keep leading somewhere. `human` waits for a survivor that is not here yet.
create table merged_calls (
  id text primary key,
  merged_into text not null,
  merged_at timestamptz not null,
  human jsonb
);
create index merged_calls_waiting on merged_calls (merged_into) where human is not null;

-- Calls asked for by a click, from the moment of asking: tells whose desk to tell when nothing comes of it.
create table call_requests (
  originate_id text primary key,
  agent_id text not null,
  interface text not null,
  asked_by text not null,
  to_raw text not null,
  to_e164 text,
  contact_id text,
  missed_call_id text,
  asked_at timestamptz not null,
  failed_because text
);
create index call_requests_by_time on call_requests (asked_at);

create table call_recordings (
  id text primary key,
  call_id text not null references calls (id) on delete cascade,
  leg_id text not null,
  file text not null,
  started_at timestamptz not null,
  state text not null default 'recording',
  seconds double precision,
  because text
);
create index call_recordings_of_call on call_recordings (call_id);
