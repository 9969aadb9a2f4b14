-- Made by scripts/dump-schema.ts from a database with every migration applied. Do not edit: a test compares it.

create extension pg_trgm;

create extension unaccent;

CREATE OR REPLACE FUNCTION public.core_name(name_key text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
declare
  forms constant text[] := array[
    'ооо', 'оао', 'зао', 'пао', 'ао', 'нао', 'ип', 'чп', 'тоо', 'оо', 'фгуп', 'гуп', 'муп', 'фгбу', 'мбу', 'ано',
    'нко', 'гк', 'пк', 'sa', 'sas', 'sasu', 'sarl', 'eurl', 'sci', 'snc', 'scop', 'selarl', 'gie', 'srl', 'srls',
    'spa', 'sapa', 'ss', 'sc', 'scarl', 'coop', 'gmbh', 'ggmbh', 'ug', 'ag', 'kg', 'ohg', 'gbr', 'kgaa', 'ev', 'eg',
    'ltd', 'limited', 'llc', 'llp', 'lp', 'inc', 'incorporated', 'corp', 'corporation', 'co', 'company', 'plc', 'bv',
    'nv', 'oy', 'oyj', 'ab', 'as', 'asa', 'aps', 'sl', 'slu', 'sp', 'zoo'
  ];
  -- The key is kept in the order of bytes, where no letter but a Latin one is a letter.
  core text collate "C" :=
    btrim(regexp_replace(replace(name_key collate "default", '.', ''), '[^[:alnum:]&+]+', ' ', 'g'));
begin
  if position(' ' in core) > 0 and split_part(core, ' ', 1) = any(forms) then
    core := substr(core, position(' ' in core) + 1);
  end if;
  if position(' ' in core) > 0 and split_part(core, ' ', -1) = any(forms) then
    core := left(core, -1 - length(split_part(core, ' ', -1)));
  end if;
  return core;
end
$function$;

CREATE OR REPLACE FUNCTION public.custom_number(custom jsonb, key text)
 RETURNS numeric
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE
AS $function$ select case when custom->>key ~ '^-?[0-9]{1,20}([.][0-9]{1,20})?$' then (custom->>key)::numeric end $function$;

CREATE OR REPLACE FUNCTION public.ensure_monthly_partitions(parent regclass, from_time timestamp with time zone, months_ahead integer)
 RETURNS integer
 LANGUAGE plpgsql
AS $function$
declare
  month date := date_trunc('month', from_time at time zone 'UTC')::date;
  last_month date := (date_trunc('month', from_time at time zone 'UTC') + make_interval(months => months_ahead))::date;
  parent_name text := (select relname from pg_class where oid = parent);
  partition_name text;
  made integer := 0;
begin
  -- One process at a time: two that make the same month would fail on each other.
  perform pg_advisory_xact_lock(hashtext('ensure_monthly_partitions'), parent::oid::integer);
  while month <= last_month loop
    partition_name := format('%s_%s', parent_name, to_char(month, 'YYYY_MM'));
    if to_regclass(format('%I', partition_name)) is null then
      execute format(
        'create table %I partition of %s for values from (%L) to (%L)',
        partition_name, parent,
        to_char(month, 'YYYY-MM-DD') || ' 00:00:00+00',
        to_char(month + interval '1 month', 'YYYY-MM-DD') || ' 00:00:00+00'
      );
      made := made + 1;
    end if;
    month := (month + interval '1 month')::date;
  end loop;
  return made;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_deal_totals()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  if tg_op = 'INSERT' then
    insert into deal_totals as t
    select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, count(*), sum(potential), sum(expected_sum)
    from new_deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4 order by 1, 2, 3
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  elsif tg_op = 'DELETE' then
    insert into deal_totals as t
    select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, -count(*), -sum(potential), -sum(expected_sum)
    from old_deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4 order by 1, 2, 3
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  else
    -- Where nothing of the sums changed no row is touched: a note or another title waits for nobody.
    insert into deal_totals as t
    select stage_id, owner, team, pipeline_id, sum(n), sum(potential), sum(expected_sum) from (
      select stage_id, coalesce(owner_agent_id, '') as owner, coalesce(team_id, '') as team, pipeline_id, 1 as n, potential, expected_sum
      from new_deals where state = 'open' and deleted_at is null
      union all
      select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, -1, -potential, -expected_sum
      from old_deals where state = 'open' and deleted_at is null) as changed
    group by stage_id, owner, team, pipeline_id
    having sum(n) <> 0 or sum(potential) <> 0 or sum(expected_sum) <> 0
    order by stage_id, owner, team
    on conflict (stage_id, owner_agent_id, team_id) do update set count = t.count + excluded.count,
      potential = t.potential + excluded.potential, expected_sum = t.expected_sum + excluded.expected_sum;
  end if;
  return null;
end $function$;

CREATE OR REPLACE FUNCTION public.keep_max_expected_sum()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
begin
  new.max_expected_sum := greatest(new.max_expected_sum, round(new.potential * new.probability / 100, 2));
  return new;
end $function$;

CREATE OR REPLACE FUNCTION public.name_words_key(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select coalesce(string_agg(word, ' ' order by word collate "C"), '')
  from regexp_split_to_table(public.search_text(value), '[^[:alnum:]]+') as w(word) where word <> ''
$function$;

CREATE OR REPLACE FUNCTION public.rebuild_deal_totals()
 RETURNS void
 LANGUAGE sql
AS $function$
  lock table deals in share mode;
  delete from deal_totals;
  insert into deal_totals
  select stage_id, coalesce(owner_agent_id, ''), coalesce(team_id, ''), pipeline_id, count(*), sum(potential), sum(expected_sum)
  from deals where state = 'open' and deleted_at is null group by 1, 2, 3, 4;
$function$;

CREATE OR REPLACE FUNCTION public.refuse_dial(wanted_e164 text, wanted_contact text, wanted_attempt text, at timestamp with time zone, gap_seconds integer)
 RETURNS text
 LANGUAGE sql
 STABLE
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.refuse_forbidden_dial()
 RETURNS trigger
 LANGUAGE plpgsql
AS $function$
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
$function$;

CREATE OR REPLACE FUNCTION public.search_json(value jsonb)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
  select public.search_text(coalesce(string_agg(item #>> '{}', ' '), ''))
  from jsonb_path_query(value, 'strict $.**') as item where jsonb_typeof(item) = 'string'
$function$;

CREATE OR REPLACE FUNCTION public.search_list(value text[])
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ begin return lower(array_to_string(value, ' ')); end $function$;

CREATE OR REPLACE FUNCTION public.search_text(value text)
 RETURNS text
 LANGUAGE plpgsql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$ begin return lower(public.unaccent('public.unaccent'::regdictionary, value)); end $function$;

CREATE OR REPLACE FUNCTION public.search_word(value text)
 RETURNS text
 LANGUAGE sql
 IMMUTABLE PARALLEL SAFE STRICT
AS $function$
    select '(^|[ -])' || regexp_replace(public.search_text(value), '[^[:alnum:][:space:]]', '\\\&', 'g')
  $function$;

create table accounts (
  access_token text,
  access_token_expires_at timestamp with time zone,
  account_id text not null,
  created_at timestamp with time zone not null,
  id text not null,
  id_token text,
  password text,
  provider_id text not null,
  refresh_token text,
  refresh_token_expires_at timestamp with time zone,
  scope text,
  updated_at timestamp with time zone not null,
  user_id text not null,
  constraint accounts_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint accounts_pkey PRIMARY KEY (id),
  constraint accounts_provider_id_account_id_key UNIQUE (provider_id, account_id)
);
CREATE INDEX accounts_user ON accounts USING btree (user_id);

create table agent_calls (
  agent_id text not null,
  call_id text not null,
  since timestamp with time zone not null,
  state text not null,
  wrap_up_until timestamp with time zone,
  constraint agent_calls_state_check CHECK ((state = ANY (ARRAY['ringing'::text, 'talking'::text, 'wrap-up'::text]))),
  constraint agent_calls_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint agent_calls_pkey PRIMARY KEY (agent_id, call_id)
);
CREATE INDEX agent_calls_call ON agent_calls USING btree (call_id);
CREATE INDEX agent_calls_wrap_up ON agent_calls USING btree (wrap_up_until) WHERE (wrap_up_until IS NOT NULL);

create table agent_presence (
  agent_id text not null,
  asked_reason text,
  asked_since timestamp with time zone not null,
  asked_state text not null default 'ready'::text,
  call_ids text[] not null default '{}'::text[],
  pause_reason text,
  signed_in boolean not null default false,
  since timestamp with time zone not null,
  state text not null default 'off'::text,
  version integer not null default 1,
  constraint agent_presence_asked_state_check CHECK ((asked_state = ANY (ARRAY['ready'::text, 'paused'::text]))),
  constraint agent_presence_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint agent_presence_pkey PRIMARY KEY (agent_id)
);

create table agent_skills (
  agent_id text not null,
  skill_id text not null,
  constraint agent_skills_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint agent_skills_skill_id_fkey FOREIGN KEY (skill_id) REFERENCES directory_entries(id),
  constraint agent_skills_pkey PRIMARY KEY (agent_id, skill_id)
);
CREATE INDEX agent_skills_skill ON agent_skills USING btree (skill_id);

create table agent_states (
  agent_id text not null,
  began_at timestamp with time zone not null,
  ended_at timestamp with time zone,
  id bigint not null generated always as identity,
  pause_reason text,
  seconds double precision generated always as (EXTRACT(epoch FROM (ended_at - began_at))) stored,
  state text not null,
  constraint agent_states_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint agent_states_pkey PRIMARY KEY (id)
);
CREATE INDEX agent_states_agent ON agent_states USING btree (agent_id, began_at);
CREATE UNIQUE INDEX agent_states_open ON agent_states USING btree (agent_id) WHERE (ended_at IS NULL);

create table agents (
  active boolean not null default true,
  created_at timestamp with time zone not null,
  id text not null,
  interface text,
  name text not null,
  team_id text,
  updated_at timestamp with time zone not null,
  user_id text,
  version integer not null default 1,
  constraint agents_interface_check CHECK ((interface ~ '^[A-Za-z0-9]+/[A-Za-z0-9_.@+-]{1,80}$'::text)),
  constraint agents_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint agents_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id),
  constraint agents_pkey PRIMARY KEY (id),
  constraint agents_user_id_key UNIQUE (user_id)
);
CREATE UNIQUE INDEX agents_interface ON agents USING btree (interface) WHERE (active AND (interface IS NOT NULL));
CREATE INDEX agents_team ON agents USING btree (team_id) WHERE (team_id IS NOT NULL);

create table api_keys (
  created_at timestamp with time zone not null,
  created_by text,
  id text not null,
  key_hash text not null,
  last_used_at timestamp with time zone,
  name text not null,
  revoked_at timestamp with time zone,
  role text not null,
  role_id text,
  constraint api_keys_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'supervisor'::text, 'manager'::text, 'administrator'::text]))),
  constraint api_keys_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id),
  constraint api_keys_pkey PRIMARY KEY (id),
  constraint api_keys_key_hash_key UNIQUE (key_hash)
);
CREATE INDEX api_keys_role_id ON api_keys USING btree (role_id) WHERE (role_id IS NOT NULL);

create table attempt_consequences (
  attempt_id text not null,
  before jsonb,
  disposition_id text not null,
  id text not null,
  kind text not null,
  made_at timestamp with time zone not null,
  problem text,
  record_id text,
  undone_at timestamp with time zone,
  constraint attempt_consequences_kind_check CHECK ((kind = ANY (ARRAY['do-not-call'::text, 'task'::text, 'deal'::text, 'lifecycle'::text, 'owner'::text, 'call-list'::text, 'message'::text]))),
  constraint attempt_consequences_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id),
  constraint attempt_consequences_disposition_id_fkey FOREIGN KEY (disposition_id) REFERENCES dispositions(id),
  constraint attempt_consequences_pkey PRIMARY KEY (id)
);
CREATE INDEX attempt_consequences_attempt ON attempt_consequences USING btree (attempt_id, made_at);

create table attempts (
  agent_id text,
  allowed_until timestamp with time zone not null,
  because jsonb not null,
  call_id text,
  call_list_id text not null,
  callback_agent_id text,
  callback_at timestamp with time zone,
  campaign_id text not null,
  claimed_at timestamp with time zone not null,
  claimed_until timestamp with time zone,
  connected_at timestamp with time zone,
  contact_id text not null,
  dialled_at timestamp with time zone,
  disposition_by text,
  disposition_id text,
  e164 text not null,
  ended_at timestamp with time zone,
  entry_id text not null,
  finished_at timestamp with time zone,
  first text not null,
  gap_seconds integer not null,
  id text not null,
  mode text not null,
  outcome text,
  phone_id text not null,
  picked_up_at timestamp with time zone,
  rank smallint not null,
  result_due_until timestamp with time zone,
  state text not null,
  talk_seconds double precision not null default 0,
  time_zone text not null,
  version integer not null default 1,
  wrap_up_seconds double precision not null default 0,
  constraint attempts_check CHECK (((state = 'ended'::text) = (outcome IS NOT NULL))),
  constraint attempts_check1 CHECK (((state = ANY (ARRAY['claimed'::text, 'ended'::text])) OR (dialled_at IS NOT NULL))),
  constraint attempts_disposition_by_check CHECK ((disposition_by = ANY (ARRAY['agent'::text, 'time-out'::text]))),
  constraint attempts_first_check CHECK ((first = ANY (ARRAY['agent'::text, 'customer'::text]))),
  constraint attempts_mode_check CHECK ((mode = ANY (ARRAY['manual'::text, 'preview'::text, 'progressive'::text, 'power'::text, 'predictive'::text]))),
  constraint attempts_outcome_check CHECK ((outcome = ANY (ARRAY['answered'::text, 'no-answer'::text, 'busy'::text, 'declined'::text, 'failed'::text, 'machine'::text, 'abandoned'::text, 'cancelled'::text, 'returned'::text, 'refused'::text, 'lost'::text]))),
  constraint attempts_rank_check CHECK (((rank >= 0) AND (rank <= 3))),
  constraint attempts_state_check CHECK ((state = ANY (ARRAY['claimed'::text, 'dialling'::text, 'picked-up'::text, 'connected'::text, 'result-due'::text, 'ended'::text]))),
  constraint attempts_within_hours CHECK (((dialled_at IS NULL) OR (dialled_at <= allowed_until))),
  constraint attempts_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint attempts_call_list_id_fkey FOREIGN KEY (call_list_id) REFERENCES call_lists(id),
  constraint attempts_callback_agent_id_fkey FOREIGN KEY (callback_agent_id) REFERENCES agents(id),
  constraint attempts_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id),
  constraint attempts_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint attempts_disposition_id_fkey FOREIGN KEY (disposition_id) REFERENCES dispositions(id),
  constraint attempts_entry_id_fkey FOREIGN KEY (entry_id) REFERENCES entries(id),
  constraint attempts_pkey PRIMARY KEY (id)
);
CREATE INDEX attempts_finished ON attempts USING btree (campaign_id, finished_at) WHERE (finished_at IS NOT NULL);
CREATE INDEX attempts_of_agent ON attempts USING btree (agent_id, claimed_at DESC) WHERE (agent_id IS NOT NULL);
CREATE INDEX attempts_of_call ON attempts USING btree (call_id) WHERE (call_id IS NOT NULL);
CREATE INDEX attempts_of_campaign ON attempts USING btree (campaign_id, claimed_at DESC, id);
CREATE INDEX attempts_of_contact ON attempts USING btree (contact_id, dialled_at) WHERE (dialled_at IS NOT NULL);
CREATE INDEX attempts_of_entry ON attempts USING btree (entry_id, claimed_at);
CREATE INDEX attempts_of_number ON attempts USING btree (e164, dialled_at) WHERE (dialled_at IS NOT NULL);
CREATE UNIQUE INDEX attempts_one_per_agent ON attempts USING btree (agent_id) WHERE ((agent_id IS NOT NULL) AND (state <> 'ended'::text));
CREATE UNIQUE INDEX attempts_one_per_entry ON attempts USING btree (entry_id) WHERE (state <> 'ended'::text);
CREATE INDEX attempts_refused ON attempts USING btree (agent_id, finished_at) WHERE (outcome = 'refused'::text);
CREATE INDEX attempts_under_way ON attempts USING btree (campaign_id, state) WHERE (state <> 'ended'::text);

create table audit_entries (
  action text not null,
  actor_id text not null,
  actor_kind text not null,
  after jsonb,
  at timestamp with time zone not null,
  before jsonb,
  id text not null,
  ip text,
  record text not null,
  user_id text,
  user_name text,
  via text not null,
  constraint audit_entries_pkey PRIMARY KEY (at, id)
) partition by RANGE (at);
CREATE INDEX audit_entries_id ON ONLY audit_entries USING btree (id);
CREATE INDEX audit_entries_record ON ONLY audit_entries USING btree (record, at);
CREATE INDEX audit_entries_user ON ONLY audit_entries USING btree (user_id, at);

create table audit_entries_other partition of audit_entries DEFAULT;

create table call_agents (
  agent_id text,
  call_id text not null,
  hold_seconds double precision not null,
  interface text not null,
  live boolean not null,
  position smallint not null,
  ring_seconds double precision not null,
  role text not null,
  started_at timestamp with time zone not null,
  talk_seconds double precision not null,
  team_id text,
  took_part boolean not null,
  wrap_up_until timestamp with time zone,
  constraint call_agents_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE,
  constraint call_agents_pkey PRIMARY KEY (call_id, interface)
);
CREATE INDEX call_agents_in_wrap_up ON call_agents USING btree (wrap_up_until) WHERE (wrap_up_until IS NOT NULL);
CREATE INDEX call_agents_live ON call_agents USING btree (agent_id) WHERE live;
CREATE INDEX call_agents_of_agent ON call_agents USING btree (agent_id, started_at DESC) WHERE (agent_id IS NOT NULL);
CREATE INDEX call_agents_of_team ON call_agents USING btree (team_id, started_at DESC) WHERE (team_id IS NOT NULL);

create table call_legs (
  answered_at timestamp with time zone,
  call_id text not null,
  channel text not null,
  dial_status text,
  ended_at timestamp with time zone,
  hangup_cause integer,
  hold_seconds double precision not null,
  id text not null,
  interface text not null,
  kind text not null,
  number text,
  queue text,
  ring_seconds double precision not null,
  ringing_at timestamp with time zone,
  role text not null,
  started_at timestamp with time zone not null,
  talk_seconds double precision not null,
  tech_cause integer,
  constraint call_legs_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE,
  constraint call_legs_pkey PRIMARY KEY (call_id, id)
);

create table call_linkedids (
  bridge_id text not null,
  call_id text not null,
  linkedid text not null,
  constraint call_linkedids_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE,
  constraint call_linkedids_pkey PRIMARY KEY (bridge_id, linkedid)
);
CREATE INDEX call_linkedids_of_call ON call_linkedids USING btree (call_id);

create table call_list_removals (
  call_list_id text not null,
  contact_id text not null,
  reason text not null,
  removed_at timestamp with time zone not null,
  constraint call_list_removals_call_list_id_fkey FOREIGN KEY (call_list_id) REFERENCES call_lists(id) ON DELETE CASCADE,
  constraint call_list_removals_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint call_list_removals_pkey PRIMARY KEY (call_list_id, contact_id)
);
CREATE INDEX call_list_removals_reason ON call_list_removals USING btree (call_list_id, reason, contact_id);

create table call_lists (
  active boolean not null default true,
  built_at timestamp with time zone,
  campaign_id text,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  deleted_at timestamp with time zone,
  id text not null,
  is_live boolean not null default false,
  name text not null,
  priority smallint not null default 5,
  problem text,
  removed jsonb not null default '{}'::jsonb,
  rules jsonb not null,
  source jsonb not null,
  state text not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint call_lists_priority_check CHECK (((priority >= 1) AND (priority <= 10))),
  constraint call_lists_state_check CHECK ((state = ANY (ARRAY['building'::text, 'ready'::text, 'failed'::text]))),
  constraint call_lists_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id),
  constraint call_lists_pkey PRIMARY KEY (id)
);
CREATE INDEX call_lists_campaign ON call_lists USING btree (campaign_id, priority DESC, id) WHERE ((campaign_id IS NOT NULL) AND (deleted_at IS NULL));

create table call_recordings (
  because text,
  call_id text not null,
  file text not null,
  id text not null,
  leg_id text not null,
  seconds double precision,
  started_at timestamp with time zone not null,
  state text not null default 'recording'::text,
  constraint call_recordings_call_id_fkey FOREIGN KEY (call_id) REFERENCES calls(id) ON DELETE CASCADE,
  constraint call_recordings_pkey PRIMARY KEY (id)
);
CREATE INDEX call_recordings_of_call ON call_recordings USING btree (call_id);

create table call_requests (
  agent_id text not null,
  asked_at timestamp with time zone not null,
  asked_by text not null,
  contact_id text,
  failed_because text,
  interface text not null,
  missed_call_id text,
  originate_id text not null,
  to_e164 text,
  to_raw text not null,
  constraint call_requests_pkey PRIMARY KEY (originate_id)
);
CREATE INDEX call_requests_by_time ON call_requests USING btree (asked_at);
CREATE INDEX call_requests_number ON call_requests USING btree (to_e164, asked_at) WHERE (to_e164 IS NOT NULL);

create table calling_hours (
  calls_per_30_days integer,
  closed_dates date[] not null default '{}'::date[],
  countries text[] not null default '{}'::text[],
  holiday_region text,
  id text not null,
  is_default boolean not null default false,
  name text not null,
  open_dates date[] not null default '{}'::date[],
  version integer not null default 1,
  week jsonb not null,
  constraint calling_hours_calls_per_30_days_check CHECK (((calls_per_30_days >= 1) AND (calls_per_30_days <= 1000))),
  constraint calling_hours_default_everywhere CHECK (((NOT is_default) OR (countries = '{}'::text[]))),
  constraint calling_hours_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX calling_hours_name ON calling_hours USING btree (lower(name));
CREATE UNIQUE INDEX calling_hours_one_default ON calling_hours USING btree (is_default) WHERE is_default;

create table calls (
  agent_ids text[] not null default '{}'::text[],
  answered_at timestamp with time zone,
  attempt_id text,
  bridge_id text not null,
  caller_id_name text,
  campaign_id text,
  candidates jsonb not null default '[]'::jsonb,
  contact_id text,
  contact_picked boolean not null default false,
  custom jsonb not null default '{}'::jsonb,
  customer_digits text generated always as (reverse(regexp_replace(COALESCE(customer_e164, customer_raw, ''::text), '\D'::text, ''::text, 'g'::text))) stored,
  customer_e164 text,
  customer_raw text,
  customer_withheld boolean,
  deal_ids text[] not null default '{}'::text[],
  dialled_e164 text,
  dialled_raw text,
  direction text not null,
  disposition_id text,
  end_inferred boolean not null,
  ended_at timestamp with time zone,
  ended_by text,
  from_e164 text,
  from_raw text,
  from_withheld boolean not null,
  hangup_cause integer,
  hold_seconds double precision not null,
  id text not null,
  journal_id text not null,
  main_need text not null default ''::text,
  missed_call_id text,
  next_step_due_at timestamp with time zone,
  next_step_task_id text,
  next_step_text text,
  note text not null default ''::text,
  organisation_id text,
  originate_id text,
  outcome text,
  pbx text not null,
  picked_up_at timestamp with time zone,
  picked_up_by text,
  queue text,
  queue_visits jsonb not null default '[]'::jsonb,
  recorded_at timestamp with time zone not null,
  requested_contact_id text,
  ring_seconds double precision not null,
  sequence bigint not null,
  started_at timestamp with time zone not null,
  state text not null,
  stranded_at timestamp with time zone,
  talk_seconds double precision not null,
  team_ids text[] not null default '{}'::text[],
  to_e164 text,
  to_raw text,
  to_withheld boolean not null,
  transfers jsonb not null default '[]'::jsonb,
  version bigint not null,
  wait_seconds double precision not null,
  constraint calls_disposition_id_fkey FOREIGN KEY (disposition_id) REFERENCES dispositions(id),
  constraint calls_pkey PRIMARY KEY (id)
);
CREATE INDEX calls_by_last_digits ON calls USING btree (customer_digits text_pattern_ops);
CREATE INDEX calls_by_time ON calls USING btree (started_at DESC, id DESC);
CREATE INDEX calls_custom ON calls USING gin (custom jsonb_path_ops) WHERE (custom <> '{}'::jsonb);
CREATE INDEX calls_live ON calls USING btree (started_at) WHERE (state <> 'ended'::text);
CREATE INDEX calls_not_answered ON calls USING btree (outcome, started_at DESC) WHERE (outcome <> 'answered'::text);
CREATE INDEX calls_of_contact ON calls USING btree (contact_id, started_at DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX calls_of_customer ON calls USING btree (customer_e164, started_at DESC) WHERE (customer_e164 IS NOT NULL);
CREATE INDEX calls_of_dialled_number ON calls USING btree (dialled_e164, contact_id) WHERE (direction = 'inbound'::text);
CREATE INDEX calls_of_disposition ON calls USING btree (disposition_id, started_at DESC) WHERE (disposition_id IS NOT NULL);
CREATE INDEX calls_of_organisation ON calls USING btree (organisation_id) WHERE ((organisation_id IS NOT NULL) AND (contact_id IS NULL));
CREATE INDEX calls_of_originate ON calls USING btree (originate_id) WHERE (originate_id IS NOT NULL);
CREATE INDEX calls_of_queue ON calls USING btree (queue, started_at DESC) WHERE (queue IS NOT NULL);
CREATE INDEX calls_of_result ON calls USING btree (disposition_id, contact_id) INCLUDE (agent_ids, team_ids) WHERE ((disposition_id IS NOT NULL) AND (contact_id IS NOT NULL));
CREATE INDEX calls_search ON calls USING gin (search_text(((((note || ' '::text) || main_need) || ' '::text) || COALESCE(next_step_text, ''::text))) gin_trgm_ops) WHERE ((note <> ''::text) OR (main_need <> ''::text) OR (next_step_text IS NOT NULL));

create table campaign_agents (
  agent_id text,
  campaign_id text not null,
  team_id text,
  constraint campaign_agents_check CHECK ((num_nonnulls(agent_id, team_id) = 1)),
  constraint campaign_agents_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint campaign_agents_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id) ON DELETE CASCADE,
  constraint campaign_agents_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id) ON DELETE CASCADE
);
CREATE INDEX campaign_agents_agent ON campaign_agents USING btree (agent_id) WHERE (agent_id IS NOT NULL);
CREATE UNIQUE INDEX campaign_agents_one ON campaign_agents USING btree (campaign_id, COALESCE(agent_id, ''::text), COALESCE(team_id, ''::text));
CREATE INDEX campaign_agents_team ON campaign_agents USING btree (team_id) WHERE (team_id IS NOT NULL);

create table campaign_paces (
  because jsonb not null,
  campaign_id text not null,
  decided_at timestamp with time zone not null,
  dial integer not null,
  figures jsonb not null,
  constraint campaign_paces_campaign_id_fkey FOREIGN KEY (campaign_id) REFERENCES campaigns(id) ON DELETE CASCADE,
  constraint campaign_paces_pkey PRIMARY KEY (campaign_id)
);

create table campaigns (
  calling_hours_id text,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  finished_at timestamp with time zone,
  id text not null,
  is_template boolean not null default false,
  mode text not null,
  name text not null,
  priority smallint not null,
  script_id text,
  settings jsonb not null,
  started_at timestamp with time zone,
  state text not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint campaigns_check CHECK ((NOT (is_template AND (state <> 'draft'::text)))),
  constraint campaigns_mode_check CHECK ((mode = ANY (ARRAY['manual'::text, 'preview'::text, 'progressive'::text, 'power'::text, 'predictive'::text]))),
  constraint campaigns_priority_check CHECK (((priority >= 1) AND (priority <= 10))),
  constraint campaigns_state_check CHECK ((state = ANY (ARRAY['draft'::text, 'running'::text, 'paused'::text, 'finished'::text]))),
  constraint campaigns_calling_hours_id_fkey FOREIGN KEY (calling_hours_id) REFERENCES calling_hours(id),
  constraint campaigns_script_id_fkey FOREIGN KEY (script_id) REFERENCES scripts(id),
  constraint campaigns_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX campaigns_name ON campaigns USING btree (lower(name)) WHERE (deleted_at IS NULL);
CREATE INDEX campaigns_running ON campaigns USING btree (priority DESC, id) WHERE ((state = 'running'::text) AND (deleted_at IS NULL));

create table contact_notes (
  by_id text,
  by_name text,
  contact_id text not null,
  created_at timestamp with time zone not null,
  id text not null,
  kind text not null default 'note'::text,
  resolved_at timestamp with time zone,
  resolved_by text,
  text text not null,
  constraint contact_notes_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'wish'::text, 'complaint'::text, 'competitor-price'::text]))),
  constraint contact_notes_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint contact_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX contact_notes_complaints ON contact_notes USING btree (created_at DESC) WHERE ((kind = 'complaint'::text) AND (resolved_at IS NULL));
CREATE INDEX contact_notes_contact ON contact_notes USING btree (contact_id, created_at DESC, id DESC);
CREATE INDEX contact_notes_search ON contact_notes USING gin (search_text(text) gin_trgm_ops);

create table contact_roles (
  contact_id text not null,
  organisation_id text not null,
  position smallint not null,
  role text,
  constraint contact_roles_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint contact_roles_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint contact_roles_pkey PRIMARY KEY (contact_id, organisation_id)
);
CREATE INDEX contact_roles_organisation ON contact_roles USING btree (organisation_id);

create table contacts (
  addresses jsonb not null default '[]'::jsonb,
  advertising_channel text not null default ''::text,
  attempt_count integer not null default 0,
  birthday date,
  call_count integer not null default 0,
  created_at timestamp with time zone not null,
  custom jsonb not null default '{}'::jsonb,
  deleted_at timestamp with time zone,
  emails text[] not null default '{}'::text[],
  id text not null,
  is_private boolean not null default false,
  last_call_at timestamp with time zone,
  last_reached_at timestamp with time zone,
  lifecycle text not null,
  main_need text not null default ''::text,
  merged_into text,
  name text not null,
  name_key text collate "C" generated always as (search_text(name)) stored,
  notes text not null default ''::text,
  organisation_id text,
  owner_agent_id text,
  reached_count integer not null default 0,
  role text,
  satisfaction smallint,
  search text generated always as (((search_text(name) || ' '::text) || search_list(emails))) stored,
  source_id text,
  team_id text,
  time_zone text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  vip boolean not null default false,
  constraint contacts_private_has_owner CHECK (((NOT is_private) OR (owner_agent_id IS NOT NULL))),
  constraint contacts_satisfaction_check CHECK (((satisfaction >= 1) AND (satisfaction <= 5))),
  constraint contacts_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES contacts(id),
  constraint contacts_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint contacts_owner_agent FOREIGN KEY (owner_agent_id) REFERENCES agents(id),
  constraint contacts_source_id_fkey FOREIGN KEY (source_id) REFERENCES directory_entries(id),
  constraint contacts_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint contacts_pkey PRIMARY KEY (id)
);
CREATE INDEX contacts_addresses_search ON contacts USING gin (search_json((jsonb_path_query_array(addresses, '$[*]."text"'::jsonpath) || jsonb_path_query_array(addresses, '$[*]."city"'::jsonpath))) gin_trgm_ops) WHERE ((addresses <> '[]'::jsonb) AND (deleted_at IS NULL));
CREATE INDEX contacts_attempts ON contacts USING btree (reached_count, attempt_count, id) WHERE ((attempt_count > 0) AND (deleted_at IS NULL));
CREATE INDEX contacts_birthday ON contacts USING btree (EXTRACT(month FROM birthday), EXTRACT(day FROM birthday)) WHERE ((birthday IS NOT NULL) AND (deleted_at IS NULL));
CREATE INDEX contacts_by_created ON contacts USING btree (created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_last_call ON contacts USING btree (last_call_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_last_reached ON contacts USING btree (last_reached_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_by_name ON contacts USING btree (name_key, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_custom ON contacts USING gin (custom jsonb_path_ops);
CREATE INDEX contacts_custom_search ON contacts USING gin (search_json(custom) gin_trgm_ops) WHERE ((custom <> '{}'::jsonb) AND (deleted_at IS NULL));
CREATE INDEX contacts_deleted ON contacts USING btree (id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX contacts_emails ON contacts USING gin (emails);
CREATE INDEX contacts_filters ON contacts USING btree (lifecycle, owner_agent_id) INCLUDE (team_id, is_private, last_call_at, last_reached_at, call_count, attempt_count, reached_count, source_id, vip, id) WHERE (deleted_at IS NULL);
CREATE INDEX contacts_main_need ON contacts USING btree (lifecycle, id) WHERE ((main_need <> ''::text) AND (deleted_at IS NULL));
CREATE INDEX contacts_merged_into ON contacts USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX contacts_organisation ON contacts USING btree (organisation_id) INCLUDE (id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX contacts_owner ON contacts USING btree (owner_agent_id, name_key) WHERE (owner_agent_id IS NOT NULL);
CREATE INDEX contacts_private ON contacts USING btree (id) WHERE (is_private AND (deleted_at IS NULL));
CREATE INDEX contacts_search ON contacts USING gin (search gin_trgm_ops);
CREATE INDEX contacts_source ON contacts USING btree (source_id) WHERE (source_id IS NOT NULL);
CREATE INDEX contacts_texts_search ON contacts USING gin (search_text(((((((COALESCE(role, ''::text) || ' '::text) || main_need) || ' '::text) || advertising_channel) || ' '::text) || notes)) gin_trgm_ops) WHERE (((role IS NOT NULL) OR (main_need <> ''::text) OR (advertising_channel <> ''::text) OR (notes <> ''::text)) AND (deleted_at IS NULL));
CREATE INDEX contacts_vip ON contacts USING btree (id) WHERE ((vip IS TRUE) AND (deleted_at IS NULL));

create table custom_fields (
  active boolean not null default true,
  created_at timestamp with time zone not null,
  hint text not null default ''::text,
  id text not null,
  key text collate "C" not null,
  label text not null,
  on_card boolean not null default false,
  options jsonb not null default '[]'::jsonb,
  position integer not null,
  record text not null,
  roles jsonb not null default '{}'::jsonb,
  type text not null,
  version integer not null default 1,
  constraint custom_fields_key_check CHECK ((key ~ '^[a-z][a-z0-9_]{0,39}$'::text)),
  constraint custom_fields_record_check CHECK ((record = ANY (ARRAY['contact'::text, 'organisation'::text, 'deal'::text, 'task'::text, 'call'::text]))),
  constraint custom_fields_type_check CHECK ((type = ANY (ARRAY['text'::text, 'number'::text, 'money'::text, 'date'::text, 'choice'::text, 'choices'::text, 'yes-no'::text, 'person'::text, 'link'::text]))),
  constraint custom_fields_pkey PRIMARY KEY (id),
  constraint custom_fields_key UNIQUE (record, key)
);

create table customer_holds (
  attempt_id text not null,
  key text not null,
  constraint customer_holds_attempt_id_fkey FOREIGN KEY (attempt_id) REFERENCES attempts(id) ON DELETE CASCADE,
  constraint customer_holds_pkey PRIMARY KEY (key)
);
CREATE INDEX customer_holds_attempt ON customer_holds USING btree (attempt_id);

create table deal_contacts (
  contact_id text not null,
  deal_id text not null,
  position smallint not null,
  role text not null default ''::text,
  constraint deal_contacts_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint deal_contacts_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_contacts_pkey PRIMARY KEY (deal_id, contact_id)
);
CREATE INDEX deal_contacts_contact ON deal_contacts USING btree (contact_id);

create table deal_figures (
  id boolean not null default true,
  made_at timestamp with time zone not null,
  value jsonb not null,
  constraint deal_figures_id_check CHECK (id),
  constraint deal_figures_pkey PRIMARY KEY (id)
);

create table deal_lines (
  deal_id text not null,
  discount_percent numeric(5,2) not null default 0,
  id text not null,
  kind text not null,
  name text not null,
  position smallint not null,
  price numeric(14,2) not null,
  product_id text,
  quantity numeric(12,3) not null,
  unit text not null default ''::text,
  constraint deal_lines_discount_percent_check CHECK (((discount_percent >= (0)::numeric) AND (discount_percent <= (100)::numeric))),
  constraint deal_lines_kind_check CHECK ((kind = ANY (ARRAY['offered'::text, 'sold'::text]))),
  constraint deal_lines_price_check CHECK ((price >= (0)::numeric)),
  constraint deal_lines_quantity_check CHECK ((quantity > (0)::numeric)),
  constraint deal_lines_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_lines_product_id_fkey FOREIGN KEY (product_id) REFERENCES products(id),
  constraint deal_lines_pkey PRIMARY KEY (id)
);
CREATE INDEX deal_lines_deal ON deal_lines USING btree (deal_id, kind, "position");
CREATE INDEX deal_lines_product ON deal_lines USING btree (product_id) WHERE (product_id IS NOT NULL);

create table deal_managers (
  agent_id text not null,
  deal_id text not null,
  position smallint not null,
  role text not null default ''::text,
  constraint deal_managers_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint deal_managers_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_managers_pkey PRIMARY KEY (deal_id, agent_id)
);
CREATE INDEX deal_managers_agent ON deal_managers USING btree (agent_id);

create table deal_notes (
  by_id text,
  by_name text,
  created_at timestamp with time zone not null,
  deal_id text not null,
  id text not null,
  text text not null,
  constraint deal_notes_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX deal_notes_deal ON deal_notes USING btree (deal_id, created_at DESC, id DESC);
CREATE INDEX deal_notes_search ON deal_notes USING gin (search_text(text) gin_trgm_ops);

create table deal_outcome_totals (
  cases integer not null,
  factor text not null,
  key text not null,
  stage_id text not null,
  won integer not null,
  constraint deal_outcome_totals_factor_check CHECK ((factor = ANY (ARRAY['stage'::text, 'manager'::text, 'partner'::text, 'type'::text]))),
  constraint deal_outcome_totals_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES deal_stages(id),
  constraint deal_outcome_totals_pkey PRIMARY KEY (stage_id, factor, key)
);

create table deal_outcomes (
  agent_id text,
  deal_id text not null,
  partner_id text,
  stage_id text not null,
  type_id text,
  won boolean not null,
  constraint deal_outcomes_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_outcomes_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES deal_stages(id),
  constraint deal_outcomes_pkey PRIMARY KEY (deal_id, stage_id)
);

create table deal_potential_changes (
  at timestamp with time zone not null,
  by_id text,
  by_name text,
  deal_id text not null,
  potential numeric(14,2) not null,
  constraint deal_potential_changes_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE
);
CREATE INDEX deal_potential_changes_deal ON deal_potential_changes USING btree (deal_id, at);

create table deal_stage_changes (
  at timestamp with time zone not null,
  by_id text,
  by_name text,
  deal_id text not null,
  from_stage_id text,
  from_state text,
  id text not null,
  mode text not null,
  seconds_in_stage double precision,
  to_stage_id text not null,
  to_state text not null,
  constraint deal_stage_changes_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_stage_changes_from_stage_id_fkey FOREIGN KEY (from_stage_id) REFERENCES deal_stages(id),
  constraint deal_stage_changes_to_stage_id_fkey FOREIGN KEY (to_stage_id) REFERENCES deal_stages(id),
  constraint deal_stage_changes_pkey PRIMARY KEY (id)
);
CREATE INDEX deal_stage_changes_deal ON deal_stage_changes USING btree (deal_id, at DESC, id DESC);
CREATE INDEX deal_stage_changes_from ON deal_stage_changes USING btree (from_stage_id, at);
CREATE INDEX deal_stage_changes_to ON deal_stage_changes USING btree (to_stage_id, at);

create table deal_stages (
  colour text not null,
  deleted_at timestamp with time zone,
  id text not null,
  kind text not null,
  name text not null,
  pipeline_id text not null,
  position integer not null,
  probability smallint not null,
  required_fields text[] not null default '{}'::text[],
  tasks jsonb not null default '[]'::jsonb,
  constraint deal_stages_kind_check CHECK ((kind = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
  constraint deal_stages_probability_check CHECK (((probability >= 0) AND (probability <= 100))),
  constraint deal_stages_pipeline_id_fkey FOREIGN KEY (pipeline_id) REFERENCES pipelines(id),
  constraint deal_stages_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX deal_stages_one_end ON deal_stages USING btree (pipeline_id, kind) WHERE ((kind <> 'open'::text) AND (deleted_at IS NULL));
CREATE INDEX deal_stages_pipeline ON deal_stages USING btree (pipeline_id, "position");

create table deal_tasks (
  deal_id text not null,
  required boolean not null default false,
  stage_id text,
  task_id text not null,
  template_id text,
  constraint deal_tasks_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id) ON DELETE CASCADE,
  constraint deal_tasks_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES deal_stages(id),
  constraint deal_tasks_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks(id) ON DELETE CASCADE,
  constraint deal_tasks_pkey PRIMARY KEY (task_id)
);
CREATE INDEX deal_tasks_deal ON deal_tasks USING btree (deal_id);
CREATE UNIQUE INDEX deal_tasks_of_stage ON deal_tasks USING btree (deal_id, stage_id, template_id) WHERE (template_id IS NOT NULL);

create table deal_totals (
  count integer not null,
  expected_sum numeric(20,2) not null,
  owner_agent_id text not null,
  pipeline_id text not null,
  potential numeric(20,2) not null,
  stage_id text not null,
  team_id text not null,
  constraint deal_totals_pipeline_id_fkey FOREIGN KEY (pipeline_id) REFERENCES pipelines(id),
  constraint deal_totals_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES deal_stages(id),
  constraint deal_totals_pkey PRIMARY KEY (stage_id, owner_agent_id, team_id)
);
CREATE INDEX deal_totals_pipeline ON deal_totals USING btree (pipeline_id);

create table deals (
  advertising_channel text not null default ''::text,
  agent_ids text[] not null default '{}'::text[],
  call_ids text[] not null default '{}'::text[],
  class_adjustment smallint not null default 0,
  closed_at timestamp with time zone,
  contact_id text,
  created_at timestamp with time zone not null,
  custom jsonb not null default '{}'::jsonb,
  deleted_at timestamp with time zone,
  expected_close date,
  expected_sum numeric(14,2) generated always as (round(((potential * (probability)::numeric) / (100)::numeric), 2)) stored,
  id text not null,
  last_open_stage_id text not null,
  loss_comment text not null default ''::text,
  loss_reason_id text,
  main_interest text not null default ''::text,
  max_expected_sum numeric(14,2) not null default 0,
  max_potential numeric(14,2) not null default 0,
  mode text not null,
  organisation_id text,
  owner_agent_id text,
  partner_id text,
  pipeline_id text not null,
  potential numeric(14,2) not null default 0,
  probability smallint not null,
  search text generated always as (((search_text(title) || ' '::text) || search_text(main_interest))) stored,
  source_id text,
  stage_id text not null,
  stage_since timestamp with time zone not null,
  state text not null,
  team_id text,
  title text not null,
  type_id text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint deals_class_adjustment_check CHECK (((class_adjustment >= '-1'::integer) AND (class_adjustment <= 1))),
  constraint deals_mode_check CHECK ((mode = ANY (ARRAY['outside'::text, 'manual'::text, 'strict'::text]))),
  constraint deals_potential_check CHECK ((potential >= (0)::numeric)),
  constraint deals_probability_check CHECK (((probability >= 0) AND (probability <= 100))),
  constraint deals_state_check CHECK ((state = ANY (ARRAY['open'::text, 'won'::text, 'lost'::text]))),
  constraint deals_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint deals_last_open_stage_id_fkey FOREIGN KEY (last_open_stage_id) REFERENCES deal_stages(id),
  constraint deals_loss_reason_id_fkey FOREIGN KEY (loss_reason_id) REFERENCES loss_reasons(id),
  constraint deals_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint deals_owner_agent_id_fkey FOREIGN KEY (owner_agent_id) REFERENCES agents(id),
  constraint deals_partner_id_fkey FOREIGN KEY (partner_id) REFERENCES organisations(id),
  constraint deals_pipeline_id_fkey FOREIGN KEY (pipeline_id) REFERENCES pipelines(id),
  constraint deals_source_id_fkey FOREIGN KEY (source_id) REFERENCES directory_entries(id),
  constraint deals_stage_id_fkey FOREIGN KEY (stage_id) REFERENCES deal_stages(id),
  constraint deals_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint deals_type_id_fkey FOREIGN KEY (type_id) REFERENCES directory_entries(id),
  constraint deals_pkey PRIMARY KEY (id)
);
CREATE INDEX deals_agents ON deals USING gin (agent_ids);
CREATE INDEX deals_board ON deals USING btree (stage_id, stage_since DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX deals_calls ON deals USING gin (call_ids);
CREATE INDEX deals_closed ON deals USING btree (pipeline_id, stage_since) INCLUDE (stage_id, potential, expected_sum, owner_agent_id, agent_ids, team_id) WHERE ((state <> 'open'::text) AND (deleted_at IS NULL));
CREATE INDEX deals_closing ON deals USING btree (expected_close, id) WHERE ((state = 'open'::text) AND (deleted_at IS NULL) AND (expected_close IS NOT NULL));
CREATE INDEX deals_contact ON deals USING btree (contact_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX deals_custom ON deals USING gin (custom jsonb_path_ops) WHERE ((custom <> '{}'::jsonb) AND (deleted_at IS NULL));
CREATE INDEX deals_custom_search ON deals USING gin (search_json(custom) gin_trgm_ops) WHERE ((custom <> '{}'::jsonb) AND (deleted_at IS NULL));
CREATE INDEX deals_largest ON deals USING btree (potential DESC, id DESC) WHERE ((state = 'open'::text) AND (deleted_at IS NULL));
CREATE INDEX deals_newest ON deals USING btree (created_at DESC, id DESC) WHERE (deleted_at IS NULL);
CREATE INDEX deals_of_contact_by_state ON deals USING btree (state, contact_id) INCLUDE (team_id, potential, agent_ids, closed_at) WHERE ((deleted_at IS NULL) AND (contact_id IS NOT NULL));
CREATE INDEX deals_of_organisation_by_state ON deals USING btree (state, organisation_id) INCLUDE (team_id, potential, agent_ids, closed_at) WHERE ((deleted_at IS NULL) AND (organisation_id IS NOT NULL));
CREATE INDEX deals_open_of_contact ON deals USING btree (contact_id) INCLUDE (potential) WHERE ((state = 'open'::text) AND (deleted_at IS NULL) AND (contact_id IS NOT NULL));
CREATE INDEX deals_organisation ON deals USING btree (organisation_id, created_at DESC, id DESC) WHERE (organisation_id IS NOT NULL);
CREATE INDEX deals_owner ON deals USING btree (owner_agent_id, stage_id, stage_since DESC, id DESC) WHERE (owner_agent_id IS NOT NULL);
CREATE INDEX deals_partner ON deals USING btree (partner_id) WHERE (partner_id IS NOT NULL);
CREATE INDEX deals_potential ON deals USING btree (potential) WHERE (deleted_at IS NULL);
CREATE INDEX deals_search ON deals USING gin (search gin_trgm_ops);
CREATE INDEX deals_slipping ON deals USING btree (((max_expected_sum - expected_sum)) DESC, id) WHERE ((state = 'open'::text) AND (deleted_at IS NULL) AND (max_expected_sum > expected_sum));
CREATE INDEX deals_source ON deals USING btree (source_id) WHERE (source_id IS NOT NULL);
CREATE INDEX deals_team ON deals USING btree (team_id, created_at DESC) WHERE (deleted_at IS NULL);
CREATE INDEX deals_totals ON deals USING btree (pipeline_id, stage_id) INCLUDE (potential, expected_sum, owner_agent_id, agent_ids, team_id) WHERE ((state = 'open'::text) AND (deleted_at IS NULL));

create table deleted_tasks (
  agent_id text,
  created_by text,
  deleted_at timestamp with time zone not null,
  deleted_by text,
  id text not null,
  steps jsonb not null default '[]'::jsonb,
  task jsonb not null,
  team_id text,
  constraint deleted_tasks_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint deleted_tasks_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint deleted_tasks_pkey PRIMARY KEY (id)
);

create table dialer_lease (
  held_until timestamp with time zone not null,
  holder text not null,
  id smallint not null,
  constraint dialer_lease_id_check CHECK ((id = 1)),
  constraint dialer_lease_pkey PRIMARY KEY (id)
);

create table directory_entries (
  active boolean not null default true,
  colour text,
  directory text not null,
  id text not null,
  key text not null,
  label text,
  position integer not null,
  constraint directory_entries_directory_check CHECK ((directory = ANY (ARRAY['lifecycle'::text, 'source'::text, 'deal-type'::text, 'skill'::text]))),
  constraint directory_entries_key_check CHECK ((key ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint directory_entries_pkey PRIMARY KEY (id),
  constraint directory_entries_key UNIQUE (directory, key)
);

create table dispositions (
  active boolean not null default true,
  call_back boolean not null default false,
  code text not null,
  contact_reached boolean not null default false,
  do_not_call boolean not null default false,
  hotkey smallint,
  human_answered boolean not null default false,
  id text not null,
  label text not null,
  machine boolean not null default false,
  main_result_id text,
  max_seconds integer,
  min_seconds integer,
  not_interested boolean not null default false,
  position integer not null,
  sale boolean not null default false,
  unworkable boolean not null default false,
  constraint dispositions_hotkey_check CHECK (((hotkey >= 1) AND (hotkey <= 9))),
  constraint dispositions_max_seconds_check CHECK (((max_seconds >= 0) AND (max_seconds <= 86400))),
  constraint dispositions_min_seconds_check CHECK (((min_seconds >= 0) AND (min_seconds <= 86400))),
  constraint dispositions_not_its_own_main CHECK ((main_result_id <> id)),
  constraint dispositions_seconds CHECK ((max_seconds >= min_seconds)),
  constraint dispositions_main_result_id_fkey FOREIGN KEY (main_result_id) REFERENCES dispositions(id),
  constraint dispositions_pkey PRIMARY KEY (id),
  constraint dispositions_code_key UNIQUE (code)
);
CREATE UNIQUE INDEX dispositions_hotkey ON dispositions USING btree (hotkey) WHERE active;
CREATE INDEX dispositions_of_main ON dispositions USING btree (main_result_id) WHERE (main_result_id IS NOT NULL);

create table do_not_call (
  added_at timestamp with time zone not null,
  added_by text,
  e164 text collate "C" not null,
  id text not null,
  reason text not null default ''::text,
  constraint do_not_call_pkey PRIMARY KEY (e164),
  constraint do_not_call_id UNIQUE (id)
);
CREATE INDEX do_not_call_newest ON do_not_call USING btree (added_at DESC, id DESC);

create table do_not_call_removed (
  added_at timestamp with time zone not null,
  added_by text,
  e164 text collate "C" not null,
  id text not null,
  reason text not null,
  removed_at timestamp with time zone not null,
  constraint do_not_call_removed_pkey PRIMARY KEY (id)
);

create table entries (
  added_at timestamp with time zone not null,
  attempts smallint not null default 0,
  because jsonb not null,
  call_list_id text not null,
  callback_agent_id text,
  contact_id text not null,
  due_at timestamp with time zone,
  finished_at timestamp with time zone,
  id text not null,
  last_attempt_at timestamp with time zone,
  last_disposition_id text,
  last_outcome text,
  next_e164 text not null,
  position bigint not null,
  priority smallint not null default 5,
  rank smallint not null,
  state text not null,
  time_zone text not null,
  version integer not null default 1,
  constraint entries_check CHECK (((state = 'finished'::text) = (finished_at IS NOT NULL))),
  constraint entries_check1 CHECK (((rank = 3) OR (due_at IS NOT NULL))),
  constraint entries_priority_check CHECK (((priority >= 1) AND (priority <= 10))),
  constraint entries_rank_check CHECK (((rank >= 0) AND (rank <= 3))),
  constraint entries_state_check CHECK ((state = ANY (ARRAY['open'::text, 'busy'::text, 'finished'::text]))),
  constraint entries_call_list_id_fkey FOREIGN KEY (call_list_id) REFERENCES call_lists(id),
  constraint entries_callback_agent_id_fkey FOREIGN KEY (callback_agent_id) REFERENCES agents(id),
  constraint entries_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint entries_last_disposition_id_fkey FOREIGN KEY (last_disposition_id) REFERENCES dispositions(id),
  constraint entries_pkey PRIMARY KEY (id),
  constraint entries_call_list_id_contact_id_key UNIQUE (call_list_id, contact_id)
);
CREATE INDEX entries_due ON entries USING btree (call_list_id, time_zone, rank, due_at) WHERE ((state = 'open'::text) AND (due_at IS NOT NULL) AND (callback_agent_id IS NULL));
CREATE INDEX entries_fresh ON entries USING btree (call_list_id, time_zone, priority DESC, "position") WHERE ((state = 'open'::text) AND (due_at IS NULL));
CREATE INDEX entries_of_contact ON entries USING btree (contact_id);
CREATE INDEX entries_of_list ON entries USING btree (call_list_id, state, rank);
CREATE INDEX entries_of_number ON entries USING btree (next_e164, call_list_id);
CREATE INDEX entries_promised ON entries USING btree (callback_agent_id, due_at) WHERE ((state = 'open'::text) AND (callback_agent_id IS NOT NULL));

create table exports (
  columns text[] not null,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  expires_at timestamp with time zone,
  failure text,
  file_bytes bigint,
  file_key text,
  filters jsonb not null,
  finished_at timestamp with time zone,
  format text not null,
  id text not null,
  language text not null,
  list text not null,
  owner_user_id text,
  rows_written integer not null default 0,
  state text not null,
  team_id text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint exports_format_check CHECK ((format = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint exports_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'writing'::text, 'done'::text, 'failed'::text, 'cancelled'::text]))),
  constraint exports_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint exports_pkey PRIMARY KEY (id)
);
CREATE INDEX exports_created_at ON exports USING btree (created_at DESC, id DESC);

create table files (
  by_id text,
  by_name text,
  bytes bigint not null,
  content_type text not null,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  id text not null,
  name text not null,
  record_id text not null,
  record_kind text not null,
  sha256 text not null,
  storage_key text not null,
  constraint files_pkey PRIMARY KEY (id)
);
CREATE INDEX files_record ON files USING btree (record_kind, record_id, created_at DESC, id DESC);
CREATE INDEX files_search ON files USING gin (search_text(name) gin_trgm_ops) WHERE (deleted_at IS NULL);

create table idempotency_keys (
  begun_at timestamp with time zone not null,
  body text,
  content_type text,
  key text not null,
  lease_until timestamp with time zone not null,
  principal_id text not null,
  request_hash text not null,
  state text not null,
  status integer,
  token text not null,
  constraint idempotency_keys_state_check CHECK ((state = ANY (ARRAY['running'::text, 'worked'::text, 'answered'::text]))),
  constraint idempotency_keys_pkey PRIMARY KEY (principal_id, key)
);
CREATE INDEX idempotency_keys_begun_at ON idempotency_keys USING btree (begun_at);

create table import_alike (
  import_id text not null,
  row integer not null,
  constraint import_alike_pkey PRIMARY KEY (import_id, "row")
);

create table import_changes (
  after jsonb,
  before jsonb,
  import_id text not null,
  kept text[],
  kind text not null,
  record_id text not null,
  row integer not null,
  undone text,
  constraint import_changes_kind_check CHECK ((kind = ANY (ARRAY['contact'::text, 'organisation'::text]))),
  constraint import_changes_undone_check CHECK ((undone = ANY (ARRAY['restored'::text, 'kept'::text]))),
  constraint import_changes_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_changes_pkey PRIMARY KEY (import_id, kind, "row")
);
CREATE INDEX import_changes_kept ON import_changes USING btree (import_id, kind, "row") WHERE (undone = 'kept'::text);

create table import_lanes (
  counts jsonb not null default '{}'::jsonb,
  import_id text not null,
  lane integer not null,
  mark integer not null,
  step text not null,
  constraint import_lanes_import_id_fkey FOREIGN KEY (import_id) REFERENCES imports(id) ON DELETE CASCADE,
  constraint import_lanes_pkey PRIMARY KEY (import_id, step, lane)
);

create table import_rows (
  action text,
  because text,
  cells text[],
  custom jsonb,
  do_not_call boolean,
  emails text[],
  extra jsonb,
  import_id text not null,
  lifecycle text,
  name text,
  new_id text not null,
  notes text,
  organisation text,
  owner_agent_id text,
  phone_country text[],
  phone_e164 text[],
  phone_extension text[],
  phone_kind text[],
  phone_line_kind text[],
  phone_raw text[],
  problem text,
  record_id text,
  role text,
  row integer not null,
  same_as integer,
  time_zone text,
  vip boolean,
  constraint import_rows_action_check CHECK ((action = ANY (ARRAY['create'::text, 'update'::text, 'skip'::text, 'clash'::text]))),
  constraint import_rows_pkey PRIMARY KEY (import_id, "row")
);
CREATE INDEX import_rows_action ON import_rows USING btree (import_id, action, "row") WHERE ((action IS NOT NULL) AND (action <> 'create'::text));
CREATE INDEX import_rows_problem ON import_rows USING btree (import_id, "row") WHERE (problem IS NOT NULL);
CREATE INDEX import_rows_same_as ON import_rows USING btree (import_id, same_as) WHERE (same_as IS NOT NULL);

create table imports (
  alike_known boolean not null default false,
  asked text,
  cleared_at timestamp with time zone,
  counts jsonb not null default '{}'::jsonb,
  created_at timestamp with time zone not null,
  created_by jsonb not null,
  defaults jsonb not null default '{}'::jsonb,
  failure text,
  file_bytes bigint not null,
  file_key text not null,
  file_kind text not null,
  file_name text not null,
  finished_at timestamp with time zone,
  format jsonb not null,
  goal text not null default 'check'::text,
  guesses jsonb not null,
  headers text[] not null,
  id text not null,
  is_read boolean not null default false,
  mapping jsonb not null,
  owner_user_id text,
  rows_per_second real,
  rows_read integer not null default 0,
  rows_total integer,
  rules jsonb not null,
  sheets text[] not null default '{}'::text[],
  state text not null,
  stopped_in text,
  target text not null,
  team_id text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint imports_asked_check CHECK ((asked = ANY (ARRAY['pause'::text, 'cancel'::text]))),
  constraint imports_file_kind_check CHECK ((file_kind = ANY (ARRAY['csv'::text, 'xlsx'::text]))),
  constraint imports_goal_check CHECK ((goal = ANY (ARRAY['check'::text, 'write'::text, 'undo'::text, 'undo-left'::text]))),
  constraint imports_state_check CHECK ((state = ANY (ARRAY['ready'::text, 'waiting'::text, 'reading'::text, 'matching'::text, 'checked'::text, 'writing'::text, 'paused'::text, 'done'::text, 'cancelled'::text, 'failed'::text, 'undoing'::text, 'undone'::text]))),
  constraint imports_target_check CHECK ((target = ANY (ARRAY['contacts'::text, 'organisations'::text]))),
  constraint imports_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint imports_pkey PRIMARY KEY (id)
);
CREATE INDEX imports_created_at ON imports USING btree (created_at DESC, id DESC);
CREATE INDEX imports_working ON imports USING btree (created_at) WHERE (state = ANY (ARRAY['waiting'::text, 'reading'::text, 'matching'::text, 'writing'::text, 'undoing'::text]));

create table lead_hand_overs (
  agent_id text not null,
  contact_id text not null,
  ended_at timestamp with time zone,
  from_agent_id text,
  given_at timestamp with time zone not null,
  id text not null,
  reason jsonb not null,
  why text not null,
  constraint lead_hand_overs_why_check CHECK ((why = ANY (ARRAY['new'::text, 'asked'::text, 'untouched'::text]))),
  constraint lead_hand_overs_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint lead_hand_overs_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id) ON DELETE CASCADE,
  constraint lead_hand_overs_from_agent_id_fkey FOREIGN KEY (from_agent_id) REFERENCES agents(id),
  constraint lead_hand_overs_pkey PRIMARY KEY (id)
);
CREATE INDEX lead_hand_overs_of_contact ON lead_hand_overs USING btree (contact_id, given_at DESC, id DESC);
CREATE INDEX lead_hand_overs_open ON lead_hand_overs USING btree (given_at) WHERE (ended_at IS NULL);

create table lead_turns (
  agent_id text not null,
  turn bigint not null,
  constraint lead_turns_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id) ON DELETE CASCADE,
  constraint lead_turns_pkey PRIMARY KEY (agent_id)
);

create table leads (
  came_at timestamp with time zone not null,
  contact_id text not null,
  constraint leads_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id) ON DELETE CASCADE,
  constraint leads_pkey PRIMARY KEY (contact_id)
);
CREATE INDEX leads_came ON leads USING btree (came_at, contact_id);

create table loss_reasons (
  active boolean not null default true,
  id text not null,
  name text not null,
  position integer not null,
  version integer not null default 1,
  constraint loss_reasons_pkey PRIMARY KEY (id)
);

create table merged_calls (
  human jsonb,
  id text not null,
  merged_at timestamp with time zone not null,
  merged_into text not null,
  constraint merged_calls_pkey PRIMARY KEY (id)
);
CREATE INDEX merged_calls_waiting ON merged_calls USING btree (merged_into) WHERE (human IS NOT NULL);

create table messages (
  address text,
  by_id text,
  by_name text,
  channel text not null,
  claimed_at timestamp with time zone,
  contact_id text,
  created_at timestamp with time zone not null,
  deal_id text,
  direction text not null,
  id text not null,
  next_try_at timestamp with time zone,
  organisation_id text,
  origin_id text,
  problem_code text,
  problem_detail text not null default ''::text,
  reply_to text,
  sent_at timestamp with time zone,
  state text not null,
  subject text not null,
  text text not null,
  tries integer not null default 0,
  constraint messages_channel_check CHECK ((channel = ANY (ARRAY['email'::text, 'web-form'::text]))),
  constraint messages_check CHECK (((contact_id IS NOT NULL) OR (organisation_id IS NOT NULL) OR (deal_id IS NOT NULL))),
  constraint messages_check1 CHECK (((direction = 'in'::text) = (state = 'received'::text))),
  constraint messages_check2 CHECK (((state <> 'queued'::text) OR (next_try_at IS NOT NULL))),
  constraint messages_direction_check CHECK ((direction = ANY (ARRAY['in'::text, 'out'::text]))),
  constraint messages_problem_code_check CHECK ((problem_code = ANY (ARRAY['refused'::text, 'unreachable'::text, 'sign-in'::text, 'busy'::text, 'not-set-up'::text, 'unclear'::text]))),
  constraint messages_state_check CHECK ((state = ANY (ARRAY['received'::text, 'queued'::text, 'sending'::text, 'sent'::text, 'failed'::text, 'unclear'::text, 'cancelled'::text]))),
  constraint messages_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint messages_deal_id_fkey FOREIGN KEY (deal_id) REFERENCES deals(id),
  constraint messages_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint messages_pkey PRIMARY KEY (id),
  constraint messages_origin_id_key UNIQUE (origin_id)
);
CREATE INDEX messages_contact ON messages USING btree (contact_id, created_at DESC, id DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX messages_deal ON messages USING btree (deal_id, created_at DESC, id DESC) WHERE (deal_id IS NOT NULL);
CREATE INDEX messages_organisation ON messages USING btree (organisation_id, created_at DESC, id DESC) WHERE (organisation_id IS NOT NULL);
CREATE INDEX messages_search ON messages USING gin (search_text(((subject || ' '::text) || text)) gin_trgm_ops);
CREATE INDEX messages_sending ON messages USING btree (claimed_at) WHERE (state = 'sending'::text);

create table missed_call_attempts (
  agent_id text,
  call_id text,
  ended_at timestamp with time zone not null,
  id text not null,
  missed_call_id text not null,
  note text not null default ''::text,
  number_key text not null,
  outcome text not null,
  said_at timestamp with time zone,
  started_at timestamp with time zone not null,
  constraint missed_call_attempts_outcome_check CHECK ((outcome = ANY (ARRAY['no-answer'::text, 'busy'::text, 'machine'::text, 'failed'::text, 'reached'::text]))),
  constraint missed_call_attempts_missed_call_id_fkey FOREIGN KEY (missed_call_id) REFERENCES missed_calls(id) ON DELETE CASCADE,
  constraint missed_call_attempts_pkey PRIMARY KEY (id),
  constraint missed_call_attempts_missed_call_id_call_id_key UNIQUE (missed_call_id, call_id)
);
CREATE INDEX missed_call_attempts_of_number ON missed_call_attempts USING btree (number_key, started_at DESC);

create table missed_call_misses (
  call_id text not null,
  dialled_number text,
  ended_at timestamp with time zone not null,
  missed_call_id text not null,
  number_key text not null,
  queue text,
  started_at timestamp with time zone not null,
  wait_seconds double precision not null,
  constraint missed_call_misses_missed_call_id_fkey FOREIGN KEY (missed_call_id) REFERENCES missed_calls(id) ON DELETE CASCADE,
  constraint missed_call_misses_pkey PRIMARY KEY (call_id)
);
CREATE INDEX missed_call_misses_of ON missed_call_misses USING btree (missed_call_id, ended_at);

create table missed_calls (
  assignee_agent_id text,
  because jsonb,
  close_note text not null default ''::text,
  closed_at timestamp with time zone,
  contact_id text,
  decided_at timestamp with time zone not null,
  dialled_number text,
  due_told_at timestamp with time zone,
  escalated_at timestamp with time zone,
  first_missed_at timestamp with time zone not null,
  id text not null,
  ladder_id text not null,
  last_missed_at timestamp with time zone not null,
  longest_wait_seconds double precision not null,
  merged_into text,
  next_attempt_at timestamp with time zone,
  number_e164 text,
  number_key text not null,
  number_raw text,
  queue text,
  reached_at timestamp with time zone,
  reopened_at timestamp with time zone,
  resolved_by_call_id text,
  resolved_how text,
  state text not null,
  step integer not null default 0,
  team_id text,
  time_zone text not null,
  tries integer not null,
  trying_agent_id text,
  trying_call_id text,
  trying_originate_id text,
  trying_since timestamp with time zone,
  trying_until timestamp with time zone,
  version bigint not null default 1,
  constraint missed_calls_check CHECK (((state = ANY (ARRAY['open'::text, 'trying'::text])) = (closed_at IS NULL))),
  constraint missed_calls_check1 CHECK (((state = 'resolved'::text) = (resolved_how IS NOT NULL))),
  constraint missed_calls_check2 CHECK (((state = ANY (ARRAY['open'::text, 'trying'::text])) = (next_attempt_at IS NOT NULL))),
  constraint missed_calls_check3 CHECK (((state = 'trying'::text) = (trying_since IS NOT NULL))),
  constraint missed_calls_resolved_how_check CHECK ((resolved_how = ANY (ARRAY['our-call'::text, 'caller-got-through'::text, 'by-hand'::text]))),
  constraint missed_calls_state_check CHECK ((state = ANY (ARRAY['open'::text, 'trying'::text, 'resolved'::text, 'archived'::text]))),
  constraint missed_calls_ladder_id_fkey FOREIGN KEY (ladder_id) REFERENCES retry_ladders(id),
  constraint missed_calls_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES missed_calls(id),
  constraint missed_calls_pkey PRIMARY KEY (id)
);
CREATE INDEX missed_calls_closed ON missed_calls USING btree (closed_at DESC, id DESC) WHERE (closed_at IS NOT NULL);
CREATE INDEX missed_calls_due ON missed_calls USING btree (next_attempt_at, id) WHERE (state = ANY (ARRAY['open'::text, 'trying'::text]));
CREATE INDEX missed_calls_of_contact ON missed_calls USING btree (contact_id, last_missed_at DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX missed_calls_of_ladder ON missed_calls USING btree (ladder_id) WHERE (state = ANY (ARRAY['open'::text, 'trying'::text]));
CREATE INDEX missed_calls_of_number ON missed_calls USING btree (number_key, last_missed_at DESC);
CREATE UNIQUE INDEX missed_calls_one_open_per_contact ON missed_calls USING btree (contact_id) WHERE ((state = ANY (ARRAY['open'::text, 'trying'::text])) AND (contact_id IS NOT NULL));
CREATE UNIQUE INDEX missed_calls_one_open_per_number ON missed_calls USING btree (number_key) WHERE (state = ANY (ARRAY['open'::text, 'trying'::text]));
CREATE INDEX missed_calls_trying_call ON missed_calls USING btree (trying_call_id) WHERE (trying_call_id IS NOT NULL);

create table not_duplicate_organisations (
  by_id text,
  by_name text,
  first_id text not null,
  said_at timestamp with time zone not null,
  second_id text not null,
  constraint not_duplicate_organisations_order CHECK ((first_id < second_id)),
  constraint not_duplicate_organisations_first_id_fkey FOREIGN KEY (first_id) REFERENCES organisations(id),
  constraint not_duplicate_organisations_second_id_fkey FOREIGN KEY (second_id) REFERENCES organisations(id),
  constraint not_duplicate_organisations_pkey PRIMARY KEY (first_id, second_id)
);

create table not_duplicates (
  by_id text,
  by_name text,
  first_id text not null,
  said_at timestamp with time zone not null,
  second_id text not null,
  constraint not_duplicates_order CHECK ((first_id < second_id)),
  constraint not_duplicates_first_id_fkey FOREIGN KEY (first_id) REFERENCES contacts(id),
  constraint not_duplicates_second_id_fkey FOREIGN KEY (second_id) REFERENCES contacts(id),
  constraint not_duplicates_pkey PRIMARY KEY (first_id, second_id)
);

create table number_picks (
  contact_id text not null,
  e164 text not null,
  picked_at timestamp with time zone not null,
  constraint number_picks_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint number_picks_pkey PRIMARY KEY (e164, contact_id)
);

create table organisation_notes (
  by_id text,
  by_name text,
  created_at timestamp with time zone not null,
  id text not null,
  kind text not null default 'note'::text,
  organisation_id text not null,
  resolved_at timestamp with time zone,
  resolved_by text,
  text text not null,
  constraint organisation_notes_kind_check CHECK ((kind = ANY (ARRAY['note'::text, 'wish'::text, 'complaint'::text, 'competitor-price'::text]))),
  constraint organisation_notes_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint organisation_notes_pkey PRIMARY KEY (id)
);
CREATE INDEX organisation_notes_organisation ON organisation_notes USING btree (organisation_id, created_at DESC, id DESC);
CREATE INDEX organisation_notes_search ON organisation_notes USING gin (search_text(text) gin_trgm_ops);

create table organisations (
  addresses jsonb not null default '[]'::jsonb,
  created_at timestamp with time zone not null,
  custom jsonb not null default '{}'::jsonb,
  deleted_at timestamp with time zone,
  emails text[] not null default '{}'::text[],
  id text not null,
  lifecycle text not null default 'lead'::text,
  merged_into text,
  name text not null,
  name_key text collate "C" generated always as (search_text(name)) stored,
  notes text not null default ''::text,
  owner_agent_id text,
  parent_id text,
  search text generated always as (((search_text(name) || ' '::text) || search_list(emails))) stored,
  source_id text,
  team_id text,
  time_zone text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  website text not null default ''::text,
  constraint organisations_parent CHECK (((parent_id IS NULL) OR (parent_id <> id))),
  constraint organisations_merged_into_fkey FOREIGN KEY (merged_into) REFERENCES organisations(id),
  constraint organisations_owner_agent FOREIGN KEY (owner_agent_id) REFERENCES agents(id),
  constraint organisations_parent_id_fkey FOREIGN KEY (parent_id) REFERENCES organisations(id),
  constraint organisations_source_id_fkey FOREIGN KEY (source_id) REFERENCES directory_entries(id),
  constraint organisations_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint organisations_pkey PRIMARY KEY (id)
);
CREATE INDEX organisations_by_created ON organisations USING btree (created_at, id) WHERE (deleted_at IS NULL);
CREATE INDEX organisations_by_name ON organisations USING btree (name_key, id) WHERE (deleted_at IS NULL);
CREATE INDEX organisations_core_name ON organisations USING btree (core_name(name_key), id) INCLUDE (name_key) WHERE (deleted_at IS NULL);
CREATE INDEX organisations_custom ON organisations USING gin (custom jsonb_path_ops);
CREATE INDEX organisations_deleted ON organisations USING btree (id) WHERE (deleted_at IS NOT NULL);
CREATE INDEX organisations_emails ON organisations USING btree (id) INCLUDE (emails) WHERE ((deleted_at IS NULL) AND (emails <> '{}'::text[]));
CREATE INDEX organisations_filters ON organisations USING btree (lifecycle, owner_agent_id) INCLUDE (team_id, id) WHERE (deleted_at IS NULL);
CREATE INDEX organisations_merged_into ON organisations USING btree (merged_into) WHERE (merged_into IS NOT NULL);
CREATE INDEX organisations_owner ON organisations USING btree (owner_agent_id) WHERE (owner_agent_id IS NOT NULL);
CREATE INDEX organisations_parent_id ON organisations USING btree (parent_id) WHERE (parent_id IS NOT NULL);
CREATE INDEX organisations_search ON organisations USING gin (search gin_trgm_ops);
CREATE INDEX organisations_texts_search ON organisations USING gin ((((((((search_text(notes) || ' '::text) || search_text(website)) || ' '::text) || search_json((jsonb_path_query_array(addresses, '$[*]."text"'::jsonpath) || jsonb_path_query_array(addresses, '$[*]."city"'::jsonpath)))) || ' '::text) || search_json(custom))) gin_trgm_ops) WHERE (((notes <> ''::text) OR (website <> ''::text) OR (addresses <> '[]'::jsonb) OR (custom <> '{}'::jsonb)) AND (deleted_at IS NULL));

create table outbox_deliveries (
  attempts integer not null default 0,
  due_at timestamp with time zone not null default '-infinity'::timestamp with time zone,
  fact_sequence bigint not null,
  last_error text,
  listener text not null,
  subject text,
  constraint outbox_deliveries_fact_sequence_fkey FOREIGN KEY (fact_sequence) REFERENCES outbox_facts(sequence) ON DELETE CASCADE,
  constraint outbox_deliveries_pkey PRIMARY KEY (listener, fact_sequence)
) with (autovacuum_vacuum_scale_factor=0.0, autovacuum_vacuum_threshold=2000, autovacuum_analyze_scale_factor=0.5);
CREATE INDEX outbox_deliveries_fact ON outbox_deliveries USING btree (fact_sequence);
CREATE INDEX outbox_deliveries_failed ON outbox_deliveries USING btree (listener, subject, fact_sequence) WHERE (attempts > 0);

create table outbox_facts (
  actor jsonb,
  caused_by text,
  id text not null,
  occurred_at timestamp with time zone not null,
  payload jsonb not null,
  recorded_at timestamp with time zone not null default now(),
  sequence bigint not null generated always as identity,
  subject text,
  type text not null,
  version integer not null default 1,
  constraint outbox_facts_pkey PRIMARY KEY (sequence),
  constraint outbox_facts_id_key UNIQUE (id)
);
CREATE INDEX outbox_facts_recorded_at ON outbox_facts USING btree (recorded_at);

create table outbox_listeners (
  fact_types text[] not null,
  name text not null,
  seen_at timestamp with time zone not null default now(),
  constraint outbox_listeners_pkey PRIMARY KEY (name)
);

create table outbox_narrowed (
  fact_types text[] not null,
  listener text not null,
  constraint outbox_narrowed_pkey PRIMARY KEY (listener)
);

create table pbx_endpoints (
  bridge_id text not null,
  caller_id_name text,
  device_since timestamp with time zone not null,
  device_state text not null,
  interface text not null,
  kind text not null,
  pbx text not null,
  constraint pbx_endpoints_kind_check CHECK ((kind = ANY (ARRAY['agent'::text, 'trunk'::text]))),
  constraint pbx_endpoints_pkey PRIMARY KEY (bridge_id, interface)
);
CREATE INDEX pbx_endpoints_interface ON pbx_endpoints USING btree (interface);

create table pbx_events (
  bridge_id text not null,
  call_id text,
  id text not null,
  journal_id text not null,
  occurred_at timestamp with time zone not null,
  payload jsonb not null,
  received_at timestamp with time zone not null default now(),
  recorded_at timestamp with time zone not null,
  sequence bigint not null,
  type text not null,
  constraint pbx_events_pkey PRIMARY KEY (id, occurred_at)
) partition by RANGE (occurred_at);
CREATE INDEX pbx_events_of_call ON ONLY pbx_events USING btree (call_id, recorded_at, sequence);
CREATE INDEX pbx_events_of_journal ON ONLY pbx_events USING btree (bridge_id, journal_id, sequence);

create table pbx_events_other partition of pbx_events DEFAULT;

create table pbx_events_rejected (
  bridge_id text not null,
  error text not null,
  event_id text,
  id bigint not null generated always as identity,
  journal_id text not null,
  payload text not null,
  received_at timestamp with time zone not null default now(),
  sequence bigint,
  constraint pbx_events_rejected_pkey PRIMARY KEY (id)
);

create table pbx_journals (
  acked_sequence bigint not null default 0,
  bridge_id text not null,
  calls_heard_at timestamp with time zone,
  calls_told_at timestamp with time zone,
  first_seen_at timestamp with time zone not null default now(),
  journal_id text not null,
  constraint pbx_journals_pkey PRIMARY KEY (bridge_id, journal_id)
);

create table pbxs (
  asterisk_version text,
  bridge_id text not null,
  detail text,
  pbx text not null,
  since timestamp with time zone not null,
  state text not null,
  version integer not null default 1,
  constraint pbxs_pkey PRIMARY KEY (bridge_id)
);

create table phones (
  contact_id text,
  country text,
  created_at timestamp with time zone not null,
  digits text not null,
  do_not_call boolean not null default false,
  e164 text collate "C",
  extension text,
  id text not null,
  invalid boolean not null default false,
  is_primary boolean not null,
  kind text not null,
  line_kind text,
  organisation_id text,
  position smallint not null,
  raw text not null,
  reversed text generated always as (reverse(digits)) stored,
  time_zone text,
  constraint phones_digits_check CHECK (((length(digits) <= 20) AND (translate(digits, '0123456789'::text, ''::text) = ''::text))),
  constraint phones_e164_check CHECK ((((length(e164) >= 7) AND (length(e164) <= 18)) AND (e164 ~~ '+%'::text) AND (e164 !~~ '+0%'::text) AND (translate(substr(e164, 2), '0123456789'::text, ''::text) = ''::text))),
  constraint phones_extension_check CHECK ((extension ~ '^[0-9]{1,9}$'::text)),
  constraint phones_holder CHECK ((num_nonnulls(contact_id, organisation_id) = 1)),
  constraint phones_kind_check CHECK ((kind = ANY (ARRAY['mobile'::text, 'work'::text, 'home'::text, 'other'::text]))),
  constraint phones_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint phones_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint phones_pkey PRIMARY KEY (id)
);
CREATE INDEX phones_contact ON phones USING btree (contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX phones_country ON phones USING btree (country, contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX phones_digits ON phones USING gin (digits gin_trgm_ops);
CREATE INDEX phones_digits_of_unrepaired ON phones USING btree (digits) WHERE (e164 IS NULL);
CREATE INDEX phones_e164 ON phones USING btree (e164) WHERE (e164 IS NOT NULL);
CREATE INDEX phones_of_organisations ON phones USING btree (e164, organisation_id) WHERE ((organisation_id IS NOT NULL) AND (e164 IS NOT NULL) AND (NOT invalid));
CREATE INDEX phones_organisation ON phones USING btree (organisation_id) WHERE (organisation_id IS NOT NULL);
CREATE INDEX phones_reversed ON phones USING btree (reversed text_pattern_ops);

create table pipelines (
  active boolean not null default true,
  created_at timestamp with time zone not null,
  id text not null,
  mode text not null,
  name text not null,
  position integer not null,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint pipelines_mode_check CHECK ((mode = ANY (ARRAY['outside'::text, 'manual'::text, 'strict'::text]))),
  constraint pipelines_pkey PRIMARY KEY (id)
);

create table product_groups (
  active boolean not null default true,
  id text not null,
  name text not null,
  position integer not null,
  version integer not null default 1,
  constraint product_groups_pkey PRIMARY KEY (id)
);

create table products (
  active boolean not null default true,
  code text not null default ''::text,
  created_at timestamp with time zone not null,
  group_id text not null,
  id text not null,
  name text not null,
  price numeric(14,2) not null,
  search text generated always as (((search_text(name) || ' '::text) || search_text(code))) stored,
  unit text not null default ''::text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint products_price_check CHECK ((price >= (0)::numeric)),
  constraint products_group_id_fkey FOREIGN KEY (group_id) REFERENCES product_groups(id),
  constraint products_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX products_code ON products USING btree (code) WHERE (code <> ''::text);
CREATE INDEX products_group ON products USING btree (group_id);
CREATE INDEX products_search ON products USING gin (search gin_trgm_ops);

create table queue_callbacks (
  agent_id text,
  asked_at timestamp with time zone not null,
  bridge_id text not null,
  call_id text not null,
  closed_at timestamp with time zone,
  contact_id text,
  e164 text not null,
  expires_at timestamp with time zone not null,
  id text not null,
  joined_at timestamp with time zone not null,
  next_at timestamp with time zone not null,
  originate_id text,
  queue text not null,
  since timestamp with time zone not null,
  state text not null,
  tries smallint not null default 0,
  version integer not null default 1,
  constraint queue_callbacks_check CHECK (((state = ANY (ARRAY['waiting'::text, 'calling'::text])) = (closed_at IS NULL))),
  constraint queue_callbacks_check1 CHECK (((state = 'calling'::text) = ((originate_id IS NOT NULL) AND (closed_at IS NULL)))),
  constraint queue_callbacks_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'calling'::text, 'reached'::text, 'gave-up'::text, 'expired'::text, 'cancelled'::text]))),
  constraint queue_callbacks_agent_id_fkey FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint queue_callbacks_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint queue_callbacks_pkey PRIMARY KEY (id),
  constraint queue_callbacks_call_id_key UNIQUE (call_id)
);
CREATE INDEX queue_callbacks_asked ON queue_callbacks USING btree (asked_at DESC, id);
CREATE UNIQUE INDEX queue_callbacks_one ON queue_callbacks USING btree (e164) WHERE (closed_at IS NULL);
CREATE INDEX queue_callbacks_open ON queue_callbacks USING btree (joined_at) WHERE (closed_at IS NULL);
CREATE INDEX queue_callbacks_originate ON queue_callbacks USING btree (originate_id) WHERE (originate_id IS NOT NULL);

create table queues (
  bridge_id text not null,
  ladder_id text,
  members jsonb not null default '[]'::jsonb,
  name text not null,
  pbx text not null,
  present boolean not null default true,
  recorded boolean not null default true,
  strategy text,
  team_id text,
  title text,
  version integer not null default 1,
  waiting jsonb not null default '[]'::jsonb,
  constraint queues_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint queues_pkey PRIMARY KEY (bridge_id, name)
);
CREATE INDEX queues_name ON queues USING btree (name);

create table recording_files (
  arrived_at timestamp with time zone not null,
  bytes bigint not null,
  content_type text not null,
  path text not null,
  peaks bytea not null,
  recording_id text not null,
  seconds double precision,
  sha256 text not null,
  constraint recording_files_recording_id_fkey FOREIGN KEY (recording_id) REFERENCES call_recordings(id) ON DELETE CASCADE,
  constraint recording_files_pkey PRIMARY KEY (recording_id),
  constraint recording_files_path_key UNIQUE (path)
);

create table recording_plays (
  last_at timestamp with time zone not null,
  listener_id text not null,
  recording_id text not null,
  constraint recording_plays_pkey PRIMARY KEY (recording_id, listener_id)
);

create table resting_indexes (
  definition text not null,
  name text not null,
  table_name text not null,
  constraint resting_indexes_pkey PRIMARY KEY (name)
);

create table retry_ladders (
  deleted_at timestamp with time zone,
  id text not null,
  is_default boolean not null default false,
  max_per_day integer not null,
  name text not null,
  steps jsonb not null,
  version integer not null default 1,
  constraint retry_ladders_check CHECK ((NOT (is_default AND (deleted_at IS NOT NULL)))),
  constraint retry_ladders_max_per_day_check CHECK (((max_per_day >= 1) AND (max_per_day <= 50))),
  constraint retry_ladders_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX retry_ladders_name ON retry_ladders USING btree (lower(name)) WHERE (deleted_at IS NULL);
CREATE UNIQUE INDEX retry_ladders_one_default ON retry_ladders USING btree (is_default) WHERE is_default;

create table reversible_actions (
  by_id text,
  by_name text,
  created_at timestamp with time zone not null,
  id text not null,
  kind text not null,
  moved jsonb not null,
  summary jsonb not null,
  undone_at timestamp with time zone,
  undone_by text,
  constraint reversible_actions_kind_check CHECK ((kind = ANY (ARRAY['contact.merged'::text, 'organisation.merged'::text, 'handed-over'::text, 'rotated'::text]))),
  constraint reversible_actions_pkey PRIMARY KEY (id)
);
CREATE INDEX reversible_actions_created ON reversible_actions USING btree (created_at DESC, id DESC);

create table roles (
  base text not null,
  created_at timestamp with time zone not null,
  fields jsonb not null default '{}'::jsonb,
  id text not null,
  name text not null,
  scopes jsonb not null default '{}'::jsonb,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint roles_base_check CHECK ((base = ANY (ARRAY['operator'::text, 'supervisor'::text, 'manager'::text, 'administrator'::text]))),
  constraint roles_pkey PRIMARY KEY (id)
);
CREATE UNIQUE INDEX roles_name ON roles USING btree (lower(name));

create table schema_migrations (
  applied_at timestamp with time zone not null default now(),
  checksum text not null,
  id text not null,
  constraint schema_migrations_pkey PRIMARY KEY (id)
);

create table script_answers (
  agent_id text,
  answered_at timestamp with time zone not null,
  boolean_value boolean,
  call_id text not null,
  contact_id text,
  date_value date,
  id text not null,
  kind text not null,
  number_value double precision,
  option_ids text[],
  question_id text not null,
  script_id text not null,
  script_version integer not null,
  step_id text not null,
  text_value text,
  constraint script_answers_check CHECK ((num_nonnulls(text_value, number_value, boolean_value, date_value, option_ids) = 1)),
  constraint script_answers_check1 CHECK (((kind = ANY (ARRAY['text'::text, 'long-text'::text])) = (text_value IS NOT NULL))),
  constraint script_answers_check2 CHECK (((kind = 'number'::text) = (number_value IS NOT NULL))),
  constraint script_answers_check3 CHECK (((kind = 'yes-no'::text) = (boolean_value IS NOT NULL))),
  constraint script_answers_check4 CHECK (((kind = 'date'::text) = (date_value IS NOT NULL))),
  constraint script_answers_kind_check CHECK ((kind = ANY (ARRAY['text'::text, 'long-text'::text, 'number'::text, 'yes-no'::text, 'choice'::text, 'choices'::text, 'date'::text]))),
  constraint script_answers_script_id_script_version_fkey FOREIGN KEY (script_id, script_version) REFERENCES script_versions(script_id, version),
  constraint script_answers_pkey PRIMARY KEY (id),
  constraint script_answers_call_id_script_id_question_id_key UNIQUE (call_id, script_id, question_id)
);
CREATE INDEX script_answers_of_contact ON script_answers USING btree (contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX script_answers_of_question ON script_answers USING btree (script_id, question_id, answered_at DESC, id DESC);

create table script_runs (
  agent_id text,
  call_id text not null,
  contact_id text,
  finished_at timestamp with time zone,
  id text not null,
  path text[] not null,
  script_id text not null,
  started_at timestamp with time zone not null,
  updated_at timestamp with time zone not null,
  version integer not null,
  constraint script_runs_script_id_version_fkey FOREIGN KEY (script_id, version) REFERENCES script_versions(script_id, version),
  constraint script_runs_pkey PRIMARY KEY (id),
  constraint script_runs_call_id_key UNIQUE (call_id)
);
CREATE INDEX script_runs_of_contact ON script_runs USING btree (contact_id) WHERE (contact_id IS NOT NULL);
CREATE INDEX script_runs_of_script ON script_runs USING btree (script_id, started_at DESC);

create table script_versions (
  content jsonb not null,
  name text not null,
  published_at timestamp with time zone not null,
  script_id text not null,
  version integer not null,
  constraint script_versions_script_id_fkey FOREIGN KEY (script_id) REFERENCES scripts(id),
  constraint script_versions_pkey PRIMARY KEY (script_id, version)
);

create table scripts (
  content jsonb not null,
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  id text not null,
  name text not null,
  published_version integer,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint scripts_pkey PRIMARY KEY (id)
);

create table segments (
  created_at timestamp with time zone not null,
  deleted_at timestamp with time zone,
  filter jsonb not null,
  id text not null,
  name text not null,
  owner_user_id text,
  record text not null,
  shared text not null,
  team_id text,
  updated_at timestamp with time zone not null,
  version integer not null default 1,
  constraint segments_record_check CHECK ((record = ANY (ARRAY['contact'::text, 'organisation'::text, 'deal'::text, 'task'::text, 'call'::text]))),
  constraint segments_shared_check CHECK ((shared = ANY (ARRAY['private'::text, 'team'::text, 'everybody'::text]))),
  constraint segments_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint segments_pkey PRIMARY KEY (id)
);

create table server_processes (
  host text not null,
  id text not null,
  pid integer not null,
  seen_at timestamp with time zone not null,
  started_at timestamp with time zone not null,
  constraint server_processes_pkey PRIMARY KEY (id)
);

create table server_secrets (
  created_at timestamp with time zone not null default now(),
  name text not null,
  value text not null,
  constraint server_secrets_pkey PRIMARY KEY (name)
);

create table sessions (
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  id text not null,
  ip_address text,
  token text not null,
  updated_at timestamp with time zone not null,
  user_agent text,
  user_id text not null,
  constraint sessions_user_id_fkey FOREIGN KEY (user_id) REFERENCES users(id) ON DELETE CASCADE,
  constraint sessions_pkey PRIMARY KEY (id),
  constraint sessions_token_key UNIQUE (token)
);
CREATE INDEX sessions_expires_at ON sessions USING btree (expires_at);
CREATE INDEX sessions_user ON sessions USING btree (user_id);

create table settings (
  id boolean not null default true,
  updated_at timestamp with time zone not null,
  value jsonb not null,
  version integer not null default 1,
  constraint settings_id_check CHECK (id),
  constraint settings_pkey PRIMARY KEY (id)
);

create table sign_in_limits (
  expire bigint,
  key text not null,
  points integer not null default 0,
  constraint sign_in_limits_pkey PRIMARY KEY (key)
);

create table task_reminders (
  agent_id text not null,
  closed_at timestamp with time zone,
  id text not null,
  remind_at timestamp with time zone not null,
  snoozed boolean not null default false,
  task_id text not null,
  told_at timestamp with time zone,
  constraint task_reminders_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks(id) ON DELETE CASCADE,
  constraint task_reminders_pkey PRIMARY KEY (id)
);
CREATE INDEX task_reminders_due ON task_reminders USING btree (remind_at) WHERE ((told_at IS NULL) AND (closed_at IS NULL));
CREATE INDEX task_reminders_shown ON task_reminders USING btree (agent_id) WHERE ((told_at IS NOT NULL) AND (closed_at IS NULL));
CREATE INDEX task_reminders_task ON task_reminders USING btree (task_id) WHERE (closed_at IS NULL);

create table task_steps (
  at timestamp with time zone not null,
  by_id text,
  by_name text not null default ''::text,
  comment text not null default ''::text,
  id text not null,
  step text not null,
  task_id text not null,
  to_state text not null,
  constraint task_steps_task_id_fkey FOREIGN KEY (task_id) REFERENCES tasks(id) ON DELETE CASCADE,
  constraint task_steps_pkey PRIMARY KEY (id)
);
CREATE INDEX task_steps_task ON task_steps USING btree (task_id, at, id);

create table tasks (
  agent_id text,
  all_day boolean not null default false,
  call_id text,
  contact_id text,
  created_at timestamp with time zone not null,
  created_by text,
  custom jsonb not null default '{}'::jsonb,
  deal_id text,
  description text not null default ''::text,
  done boolean not null default false,
  done_at timestamp with time zone,
  due_at timestamp with time zone,
  duration_minutes integer,
  executed_at timestamp with time zone,
  id text not null,
  kind text not null default 'other'::text,
  occurrence integer not null default 0,
  organisation_id text,
  priority text not null default 'normal'::text,
  recurrence jsonb,
  reminders integer[] not null default '{}'::integer[],
  series_id text,
  slot date,
  start_at timestamp with time zone,
  state text not null default 'open'::text,
  successor_id text,
  team_id text,
  time_zone text,
  title text not null,
  verify boolean not null default false,
  version integer not null default 1,
  constraint tasks_done_by_state CHECK ((done = (state = ANY (ARRAY['done'::text, 'verified'::text])))),
  constraint tasks_duration_minutes_check CHECK (((duration_minutes >= 1) AND (duration_minutes <= 10080))),
  constraint tasks_priority_check CHECK ((priority = ANY (ARRAY['low'::text, 'normal'::text, 'high'::text]))),
  constraint tasks_start_before_due CHECK (((start_at IS NULL) OR (due_at IS NULL) OR (start_at <= due_at))),
  constraint tasks_state_check CHECK ((state = ANY (ARRAY['open'::text, 'done'::text, 'given'::text, 'accepted'::text, 'executed'::text, 'returned'::text, 'verified'::text]))),
  constraint tasks_agent FOREIGN KEY (agent_id) REFERENCES agents(id),
  constraint tasks_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id),
  constraint tasks_organisation_id_fkey FOREIGN KEY (organisation_id) REFERENCES organisations(id),
  constraint tasks_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint tasks_pkey PRIMARY KEY (id)
);
CREATE INDEX tasks_agent_due ON tasks USING btree (agent_id, due_at) WHERE (agent_id IS NOT NULL);
CREATE INDEX tasks_agent_open ON tasks USING btree (agent_id, due_at) WHERE (NOT done);
CREATE INDEX tasks_calendar ON tasks USING btree (COALESCE(start_at, due_at)) WHERE (COALESCE(start_at, due_at) IS NOT NULL);
CREATE INDEX tasks_call ON tasks USING btree (call_id) WHERE (call_id IS NOT NULL);
CREATE INDEX tasks_contact ON tasks USING btree (contact_id, created_at DESC) WHERE (contact_id IS NOT NULL);
CREATE INDEX tasks_creator_open ON tasks USING btree (created_by, due_at) WHERE (NOT done);
CREATE INDEX tasks_custom ON tasks USING gin (custom jsonb_path_ops) WHERE (custom <> '{}'::jsonb);
CREATE INDEX tasks_deal ON tasks USING btree (deal_id, created_at DESC) WHERE (deal_id IS NOT NULL);
CREATE INDEX tasks_done ON tasks USING btree (done_at DESC, id) WHERE done;
CREATE INDEX tasks_due_open ON tasks USING btree (due_at, id) WHERE (NOT done);
CREATE INDEX tasks_organisation ON tasks USING btree (organisation_id, created_at DESC) WHERE (organisation_id IS NOT NULL);
CREATE INDEX tasks_search ON tasks USING gin (search_text(((title || ' '::text) || description)) gin_trgm_ops);
CREATE UNIQUE INDEX tasks_series ON tasks USING btree (series_id, occurrence) WHERE (series_id IS NOT NULL);
CREATE INDEX tasks_series_open ON tasks USING btree (due_at) WHERE ((recurrence IS NOT NULL) AND (successor_id IS NULL));
CREATE INDEX tasks_team_open ON tasks USING btree (team_id, due_at) WHERE (NOT done);

create table teams (
  created_at timestamp with time zone not null,
  id text not null,
  name text not null,
  constraint teams_pkey PRIMARY KEY (id),
  constraint teams_name_key UNIQUE (name)
);

create table users (
  active boolean not null default true,
  agent_id text,
  created_at timestamp with time zone not null,
  email text not null,
  email_verified boolean not null default false,
  id text not null,
  image text,
  language text not null default 'en'::text,
  name text not null,
  role text not null,
  role_id text,
  team_id text,
  updated_at timestamp with time zone not null,
  constraint users_role_check CHECK ((role = ANY (ARRAY['operator'::text, 'supervisor'::text, 'manager'::text, 'administrator'::text]))),
  constraint users_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id),
  constraint users_team_id_fkey FOREIGN KEY (team_id) REFERENCES teams(id),
  constraint users_pkey PRIMARY KEY (id),
  constraint users_agent_id_key UNIQUE (agent_id)
);
CREATE UNIQUE INDEX users_email ON users USING btree (lower(email));
CREATE INDEX users_role_id ON users USING btree (role_id) WHERE (role_id IS NOT NULL);

create table verifications (
  created_at timestamp with time zone not null,
  expires_at timestamp with time zone not null,
  id text not null,
  identifier text not null,
  updated_at timestamp with time zone not null,
  value text not null,
  constraint verifications_pkey PRIMARY KEY (id)
);
CREATE INDEX verifications_identifier ON verifications USING btree (identifier);

create table web_form_limits (
  expire bigint,
  key text not null,
  points integer not null default 0,
  constraint web_form_limits_pkey PRIMARY KEY (key)
);

create table web_form_submissions (
  contact_id text,
  fields jsonb not null,
  form_id text not null,
  id text not null,
  received_at timestamp with time zone not null,
  repeat_key text,
  state text not null,
  suspicions text[] not null default '{}'::text[],
  constraint web_form_submissions_state_check CHECK ((state = ANY (ARRAY['new'::text, 'taken'::text, 'joined'::text, 'suspected'::text, 'refused'::text]))),
  constraint web_form_submissions_contact_id_fkey FOREIGN KEY (contact_id) REFERENCES contacts(id) ON DELETE SET NULL,
  constraint web_form_submissions_form_id_fkey FOREIGN KEY (form_id) REFERENCES web_forms(id),
  constraint web_form_submissions_pkey PRIMARY KEY (id),
  constraint web_form_submissions_repeat_key UNIQUE (form_id, repeat_key)
);
CREATE INDEX web_form_submissions_latest ON web_form_submissions USING btree (form_id, received_at DESC, id DESC);

create table web_forms (
  active boolean not null default true,
  created_at timestamp with time zone not null,
  id text not null,
  name text not null,
  origins text[] not null default '{}'::text[],
  source_id text,
  thanks_url text,
  version integer not null default 1,
  constraint web_forms_source_id_fkey FOREIGN KEY (source_id) REFERENCES directory_entries(id),
  constraint web_forms_pkey PRIMARY KEY (id)
);

create table webhook_attempts (
  answer text not null,
  at timestamp with time zone not null,
  because text,
  delivery_id text not null,
  id text not null,
  milliseconds integer not null,
  status integer,
  constraint webhook_attempts_delivery_id_fkey FOREIGN KEY (delivery_id) REFERENCES webhook_deliveries(id) ON DELETE CASCADE,
  constraint webhook_attempts_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts USING btree (delivery_id, id);

create table webhook_deliveries (
  attempts integer not null default 0,
  body text,
  body_rights text,
  claimed_until timestamp with time zone,
  created_at timestamp with time zone not null,
  detail jsonb not null default '{}'::jsonb,
  event text not null,
  fact_id text,
  finished_at timestamp with time zone,
  id text not null,
  last_status integer,
  next_attempt_at timestamp with time zone,
  occurred_at timestamp with time zone not null,
  state text not null,
  subject text,
  webhook_id text not null,
  constraint webhook_deliveries_state_check CHECK ((state = ANY (ARRAY['waiting'::text, 'delivered'::text, 'failed'::text, 'dropped'::text]))),
  constraint webhook_deliveries_webhook_id_fkey FOREIGN KEY (webhook_id) REFERENCES webhooks(id) ON DELETE CASCADE,
  constraint webhook_deliveries_pkey PRIMARY KEY (id)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries USING btree (webhook_id, id) WHERE (state = 'waiting'::text);
CREATE UNIQUE INDEX webhook_deliveries_fact ON webhook_deliveries USING btree (webhook_id, fact_id);
CREATE INDEX webhook_deliveries_log ON webhook_deliveries USING btree (webhook_id, id DESC);

create table webhooks (
  created_at timestamp with time zone not null,
  events text[] not null,
  failing_since timestamp with time zone,
  id text not null,
  last_delivered_at timestamp with time zone,
  name text not null,
  role text not null,
  role_id text,
  secret text not null,
  state text not null,
  updated_at timestamp with time zone not null,
  url text not null,
  version integer not null default 1,
  constraint webhooks_state_check CHECK ((state = ANY (ARRAY['on'::text, 'off'::text, 'paused'::text]))),
  constraint webhooks_role_id_fkey FOREIGN KEY (role_id) REFERENCES roles(id),
  constraint webhooks_pkey PRIMARY KEY (id)
);
CREATE INDEX webhooks_role_id ON webhooks USING btree (role_id) WHERE (role_id IS NOT NULL);

CREATE TRIGGER attempts_forbidden BEFORE INSERT OR UPDATE ON public.attempts FOR EACH ROW EXECUTE FUNCTION refuse_forbidden_dial();

CREATE TRIGGER deals_keep_max_expected_sum BEFORE INSERT OR UPDATE OF potential, probability ON public.deals FOR EACH ROW EXECUTE FUNCTION keep_max_expected_sum();

CREATE TRIGGER deals_keep_totals_of_changed AFTER UPDATE ON public.deals REFERENCING OLD TABLE AS old_deals NEW TABLE AS new_deals FOR EACH STATEMENT EXECUTE FUNCTION keep_deal_totals();

CREATE TRIGGER deals_keep_totals_of_gone AFTER DELETE ON public.deals REFERENCING OLD TABLE AS old_deals FOR EACH STATEMENT EXECUTE FUNCTION keep_deal_totals();

CREATE TRIGGER deals_keep_totals_of_new AFTER INSERT ON public.deals REFERENCING NEW TABLE AS new_deals FOR EACH STATEMENT EXECUTE FUNCTION keep_deal_totals();
