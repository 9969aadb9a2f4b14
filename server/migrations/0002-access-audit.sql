-- People who sign in, their teams, sessions and keys; and who did what.

create table teams (
  id text primary key,
  name text not null unique,
  created_at timestamptz not null
);

-- Columns up to updated_at are what the sign-in library reads and writes; the rest is ours.
create table users (
  id text primary key,
  name text not null,
  email text not null,
  email_verified boolean not null default false,
  image text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  role text not null check (role in ('operator', 'supervisor', 'manager', 'administrator')),
  team_id text references teams (id),
  -- Set by the agents module; no foreign key, since that module stands above.
  agent_id text unique,
  language text not null default 'en',
  active boolean not null default true
);
create unique index users_email on users (lower(email));

create table sessions (
  id text primary key,
  token text not null unique,
  user_id text not null references users (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index sessions_user on sessions (user_id);
create index sessions_expires_at on sessions (expires_at);

-- One way to sign in of a user; `credential` holds the password's hash.
create table accounts (
  id text primary key,
  account_id text not null,
  provider_id text not null,
  user_id text not null references users (id) on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  unique (provider_id, account_id)
);
create index accounts_user on accounts (user_id);

create table verifications (
  id text primary key,
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create index verifications_identifier on verifications (identifier);

-- Keys are random, so a plain SHA-256 cannot be turned back; the key itself is shown once and never kept.
create table api_keys (
  id text primary key,
  name text not null,
  role text not null check (role in ('operator', 'supervisor', 'manager', 'administrator')),
  key_hash text not null unique,
  created_at timestamptz not null,
  created_by text,
  last_used_at timestamptz,
  revoked_at timestamptz
);

-- Failed sign-ins, in the form rate-limiter-flexible wants.
create table sign_in_limits (
  key text primary key,
  points integer not null default 0,
  expire bigint
);

create table audit_entries (
  id text not null,
  at timestamptz not null,
  actor_kind text not null,
  actor_id text not null,
  user_id text,
  user_name text,
  action text not null,
  record text not null,
  before jsonb,
  after jsonb,
  ip text,
  via text not null,
  primary key (at, id)
) partition by range (at);
create index audit_entries_record on audit_entries (record, at);
create index audit_entries_user on audit_entries (user_id, at);
-- Rows of months without a partition of their own (a clock that is wrong, an old restore) are not lost.
create table audit_entries_other partition of audit_entries default;
select ensure_monthly_partitions('audit_entries', now(), 3);

-- What the servers of one database share and nobody else may know (the key that signs session cookies).
create table server_secrets (
  name text primary key,
  value text not null,
  created_at timestamptz not null default now()
);
