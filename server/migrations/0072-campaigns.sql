-- Telemarketing: campaigns, call lists, entries (one person in a list), attempts (one dial).
alter table calls add column picked_up_by text;
alter table calls add column picked_up_at timestamptz;

create table campaigns (
  id text primary key,
  name text not null,
  state text not null check (state in ('draft', 'running', 'paused', 'finished')),
  mode text not null check (mode in ('manual', 'preview', 'progressive', 'power', 'predictive')),
  priority smallint not null check (priority between 1 and 10),
  calling_hours_id text references calling_hours (id),
  script_id text references scripts (id),
  -- Everything else that a supervisor sets (campaign-rules.contract.ts).
  settings jsonb not null,
  is_template boolean not null default false,
  started_at timestamptz,
  finished_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  version integer not null default 1,
  check (not (is_template and state <> 'draft'))
);
create unique index campaigns_name on campaigns (lower(name)) where deleted_at is null;
create index campaigns_running on campaigns (priority desc, id) where state = 'running' and deleted_at is null;

create table campaign_agents (
  campaign_id text not null references campaigns (id) on delete cascade,
  agent_id text references agents (id) on delete cascade,
  team_id text references teams (id) on delete cascade,
  check (num_nonnulls(agent_id, team_id) = 1)
);
create unique index campaign_agents_one on campaign_agents (campaign_id, coalesce(agent_id, ''), coalesce(team_id, ''));
create index campaign_agents_agent on campaign_agents (agent_id) where agent_id is not null;
create index campaign_agents_team on campaign_agents (team_id) where team_id is not null;

create table call_lists (
  id text primary key,
  name text not null,
  campaign_id text references campaigns (id),
  -- Where its people come from: a segment, a filter, an import, the calls of a report, named by hand.
  source jsonb not null,
  -- A live list takes in whoever comes to fit, and lets go of whoever does not and was not called yet.
  is_live boolean not null default false,
  -- Who is left out (callListRulesSchema).
  rules jsonb not null,
  active boolean not null default true,
  priority smallint not null default 5 check (priority between 1 and 10),
  state text not null check (state in ('building', 'ready', 'failed')),
  problem text,
  -- People left out, counted by reason.
  removed jsonb not null default '{}',
  -- Whose right to see decides who is found.
  created_by jsonb not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  built_at timestamptz,
  deleted_at timestamptz,
  version integer not null default 1
);
create index call_lists_campaign on call_lists (campaign_id, priority desc, id) where campaign_id is not null and deleted_at is null;

create table call_list_removals (
  call_list_id text not null references call_lists (id) on delete cascade,
  contact_id text not null references contacts (id),
  reason text not null,
  removed_at timestamptz not null,
  primary key (call_list_id, contact_id)
);
create index call_list_removals_reason on call_list_removals (call_list_id, reason, contact_id);

create table entries (
  id text primary key,
  call_list_id text not null references call_lists (id),
  contact_id text not null references contacts (id),
  state text not null check (state in ('open', 'busy', 'finished')),
  -- 0 promised callback, 1 abandoned, 2 retry, 3 fresh: the order in which they come.
  rank smallint not null check (rank between 0 and 3),
  priority smallint not null default 5 check (priority between 1 and 10),
  -- The order of those who were never called; shuffling changes it.
  position bigint not null,
  -- Null: fresh, as soon as it may be.
  due_at timestamptz,
  time_zone text not null,
  -- The number to be dialled next; it is asked again at that moment whether it may be.
  next_e164 text not null,
  callback_agent_id text references agents (id),
  attempts smallint not null default 0,
  last_outcome text,
  last_disposition_id text references dispositions (id),
  last_attempt_at timestamptz,
  because jsonb not null,
  added_at timestamptz not null,
  finished_at timestamptz,
  version integer not null default 1,
  unique (call_list_id, contact_id),
  check ((state = 'finished') = (finished_at is not null)),
  check (rank = 3 or due_at is not null)
);
-- Who comes next: of each list and zone the first by these two orders.
create index entries_due on entries (call_list_id, time_zone, rank, due_at) where state = 'open' and due_at is not null and callback_agent_id is null;
create index entries_fresh on entries (call_list_id, time_zone, priority desc, position) where state = 'open' and due_at is null;
create index entries_promised on entries (callback_agent_id, due_at) where state = 'open' and callback_agent_id is not null;
create index entries_of_contact on entries (contact_id);
create index entries_of_number on entries (next_e164, call_list_id);
create index entries_of_list on entries (call_list_id, state, rank);

create table attempts (
  id text primary key,
  campaign_id text not null references campaigns (id),
  call_list_id text not null references call_lists (id),
  entry_id text not null references entries (id),
  contact_id text not null references contacts (id),
  agent_id text references agents (id),
  phone_id text not null,
  e164 text not null,
  time_zone text not null,
  mode text not null check (mode in ('manual', 'preview', 'progressive', 'power', 'predictive')),
  -- Whose telephone is rung first.
  first text not null check (first in ('agent', 'customer')),
  state text not null check (state in ('claimed', 'dialling', 'picked-up', 'connected', 'result-due', 'ended')),
  outcome text check (outcome in ('answered', 'no-answer', 'busy', 'declined', 'failed', 'machine', 'abandoned', 'cancelled', 'returned', 'refused', 'lost')),
  rank smallint not null check (rank between 0 and 3),
  because jsonb not null,
  disposition_id text references dispositions (id),
  disposition_by text check (disposition_by in ('agent', 'time-out')),
  -- A call that was promised with the result; agent null: by anybody of the campaign.
  callback_at timestamptz,
  callback_agent_id text references agents (id),
  call_id text,
  claimed_at timestamptz not null,
  claimed_until timestamptz,
  dialled_at timestamptz,
  -- The calling hours of the customer end then: nothing is dialled later.
  allowed_until timestamptz not null,
  -- Nobody is called again within so many seconds; 0 for a promised call.
  gap_seconds integer not null,
  picked_up_at timestamptz,
  connected_at timestamptz,
  ended_at timestamptz,
  result_due_until timestamptz,
  finished_at timestamptz,
  talk_seconds double precision not null default 0,
  wrap_up_seconds double precision not null default 0,
  version integer not null default 1,
  check ((state = 'ended') = (outcome is not null)),
  constraint attempts_within_hours check (dialled_at is null or dialled_at <= allowed_until),
  check (state in ('claimed', 'ended') or dialled_at is not null)
);
-- An agent has one at a time, and an entry has one at a time; the database says so.
create unique index attempts_one_per_agent on attempts (agent_id) where agent_id is not null and state <> 'ended';
create unique index attempts_one_per_entry on attempts (entry_id) where state <> 'ended';
create index attempts_under_way on attempts (campaign_id, state) where state <> 'ended';
create index attempts_of_entry on attempts (entry_id, claimed_at);
create index attempts_of_contact on attempts (contact_id, dialled_at) where dialled_at is not null;
create index attempts_of_number on attempts (e164, dialled_at) where dialled_at is not null;
create index attempts_of_campaign on attempts (campaign_id, claimed_at desc, id);
create index attempts_of_agent on attempts (agent_id, claimed_at desc) where agent_id is not null;
create index attempts_of_call on attempts (call_id) where call_id is not null;

-- Who is being called, or looked at in order to be: the person, and the number. Whoever holds the key may dial, nobody else.
create table customer_holds (
  key text primary key,
  attempt_id text not null references attempts (id) on delete cascade
);
create index customer_holds_attempt on customer_holds (attempt_id);

-- Numbers that asked not to be called, whoever has them.
create table do_not_call (
  e164 text primary key collate "C",
  reason text not null default '',
  added_at timestamptz not null,
  added_by text
);

create index call_requests_number on call_requests (to_e164, asked_at) where to_e164 is not null;

-- Why a person must not be dialled at this number at this moment; null: they may be. The one rule for choosing and for refusing.
create function refuse_dial(wanted_e164 text, wanted_contact text, wanted_attempt text, at timestamptz, gap_seconds integer)
returns text language sql stable as $$
  select case
    when exists (select from do_not_call d where d.e164 = wanted_e164)
      or exists (select from phones p where p.e164 = wanted_e164 and p.do_not_call) then 'do-not-call'
    when exists (
      select from calls c where c.customer_e164 = wanted_e164 and c.started_at > at - interval '1 day' and c.state <> 'ended'
        and c.attempt_id is distinct from wanted_attempt
    ) or exists (
      select from calls c where c.contact_id = wanted_contact and c.started_at > at - interval '1 day' and c.state <> 'ended'
        and c.attempt_id is distinct from wanted_attempt
    ) or exists (
      -- A colleague has just pressed "call": the PBX has not told of it yet.
      select from call_requests r where r.to_e164 = wanted_e164 and r.asked_at > at - interval '1 minute' and r.failed_because is null
    ) then 'on-the-line'
    when gap_seconds > 0 and (
      exists (
        select from attempts a where a.contact_id = wanted_contact and a.id <> wanted_attempt
          and a.dialled_at > at - make_interval(secs => gap_seconds)
      ) or exists (
        select from attempts a where a.e164 = wanted_e164 and a.id <> wanted_attempt
          and a.dialled_at > at - make_interval(secs => gap_seconds)
      ) or exists (
        select from calls c where c.customer_e164 = wanted_e164 and c.started_at > at - make_interval(secs => gap_seconds)
          and c.attempt_id is distinct from wanted_attempt and (c.direction = 'outbound' or c.answered_at is not null)
      ) or exists (
        select from calls c where c.contact_id = wanted_contact and c.started_at > at - make_interval(secs => gap_seconds)
          and c.attempt_id is distinct from wanted_attempt and (c.direction = 'outbound' or c.answered_at is not null)
      )
    ) then 'called-recently'
  end
$$;

-- The last word, whatever the program thinks: an attempt that may not be dialled cannot be written as dialled.
create function refuse_forbidden_dial() returns trigger language plpgsql as $$
declare
  because text;
begin
  if new.dialled_at is null or (tg_op = 'UPDATE' and old.dialled_at is not null) then return new; end if;
  if not exists (select from customer_holds h where h.key = 'n:' || new.e164 and h.attempt_id = new.id)
    or not exists (select from customer_holds h where h.key = 'c:' || new.contact_id and h.attempt_id = new.id) then
    because := 'held';
  else
    because := refuse_dial(new.e164, new.contact_id, new.id, new.dialled_at, new.gap_seconds);
  end if;
  if because is not null then
    raise exception 'this person must not be dialled: %', because using errcode = 'TL001', detail = because;
  end if;
  return new;
end
$$;
create trigger attempts_forbidden before insert or update on attempts for each row execute function refuse_forbidden_dial();

-- What a call gets whose result nobody gave in time; reports see it apart. Nobody chooses it.
insert into dispositions (id, code, label, active, position, human_answered)
select 'dsp_timed_out', 'timed-out', 'No result in time', false, coalesce(max(position), 0) + 1, true from dispositions
on conflict do nothing;

create index attempts_finished on attempts (campaign_id, finished_at) where finished_at is not null;
create index attempts_refused on attempts (agent_id, finished_at) where outcome = 'refused';

-- One server of all dials by itself: whoever holds this row, as long as it is not out of time.
create table dialer_lease (
  id smallint primary key check (id = 1),
  holder text not null,
  held_until timestamptz not null
);

-- How fast each campaign dials at this moment, and why.
create table campaign_paces (
  campaign_id text primary key references campaigns (id) on delete cascade,
  decided_at timestamptz not null,
  dial integer not null,
  because jsonb not null,
  figures jsonb not null
);

-- What a result brought about by rule, so that another result can take it back.
create table attempt_consequences (
  id text primary key,
  attempt_id text not null references attempts (id),
  disposition_id text not null references dispositions (id),
  kind text not null check (kind in ('do-not-call', 'task', 'deal', 'lifecycle', 'owner', 'call-list')),
  -- The task, deal or entry that was made; null: the person was changed.
  record_id text,
  -- What stood there before.
  before jsonb,
  made_at timestamptz not null,
  undone_at timestamptz,
  -- Why it could not be made or taken back.
  problem text
);
create index attempt_consequences_attempt on attempt_consequences (attempt_id, made_at);
