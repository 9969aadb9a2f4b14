-- People at telephones, what they are doing, and what was found on the PBXs.

create table agents (
  id text primary key,
  name text not null,
  user_id text unique references users (id),
  -- `PJSIP/101`; null for people without a telephone.
  interface text check (interface ~ '^[A-Za-z0-9]+/[A-Za-z0-9_.@+-]{1,80}$'),
  team_id text references teams (id),
  active boolean not null default true,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
-- Two active agents at one telephone would get each other's calls.
create unique index agents_interface on agents (interface) where active and interface is not null;
create index agents_team on agents (team_id) where team_id is not null;

alter table contacts add constraint contacts_owner_agent foreign key (owner_agent_id) references agents (id);
alter table organisations add constraint organisations_owner_agent foreign key (owner_agent_id) references agents (id);
alter table tasks add constraint tasks_agent foreign key (agent_id) references agents (id);

-- What is known of each agent (inputs) and what follows from it (state, since): see reduce-agent-presence.ts.
create table agent_presence (
  agent_id text primary key references agents (id) on delete cascade,
  signed_in boolean not null default false,
  asked_state text not null default 'ready' check (asked_state in ('ready', 'paused')),
  asked_reason text,
  asked_since timestamptz not null,
  state text not null default 'off',
  since timestamptz not null,
  pause_reason text,
  call_ids text[] not null default '{}',
  version integer not null default 1
);

-- Calls an agent's devices are in, and after-call work that still runs.
create table agent_calls (
  agent_id text not null references agents (id) on delete cascade,
  call_id text not null,
  state text not null check (state in ('ringing', 'talking', 'wrap-up')),
  since timestamptz not null,
  wrap_up_until timestamptz,
  primary key (agent_id, call_id)
);
create index agent_calls_call on agent_calls (call_id);
create index agent_calls_wrap_up on agent_calls (wrap_up_until) where wrap_up_until is not null;

-- Seconds per state, for reports: one row per stretch; the open one has no end.
create table agent_states (
  id bigint generated always as identity primary key,
  agent_id text not null references agents (id) on delete cascade,
  state text not null,
  pause_reason text,
  began_at timestamptz not null,
  ended_at timestamptz,
  seconds double precision generated always as (extract(epoch from ended_at - began_at)) stored
);
create unique index agent_states_open on agent_states (agent_id) where ended_at is null;
create index agent_states_agent on agent_states (agent_id, began_at);

create table pbxs (
  bridge_id text primary key,
  pbx text not null,
  state text not null,
  detail text,
  asterisk_version text,
  since timestamptz not null,
  version integer not null default 1
);

create table pbx_endpoints (
  bridge_id text not null,
  interface text not null,
  pbx text not null,
  kind text not null check (kind in ('agent', 'trunk')),
  caller_id_name text,
  device_state text not null,
  device_since timestamptz not null,
  primary key (bridge_id, interface)
);
create index pbx_endpoints_interface on pbx_endpoints (interface);

-- Queues seen on a PBX (members and waiting as they are now) with what people set for them.
create table queues (
  bridge_id text not null,
  name text not null,
  pbx text not null,
  title text,
  strategy text,
  team_id text references teams (id),
  recorded boolean not null default true,
  -- No foreign key: ladders stand above.
  ladder_id text,
  members jsonb not null default '[]',
  waiting jsonb not null default '[]',
  -- False when the PBX does not have the queue any more; kept for the log.
  present boolean not null default true,
  version integer not null default 1,
  primary key (bridge_id, name)
);
create index queues_name on queues (name);
