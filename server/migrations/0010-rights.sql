-- Own roles, private people, and finding an audit entry by its id.

-- A role of the firm's own: a built-in one with some rights changed. Only what differs is kept, so that a permission that a
-- later version brings is granted as the built-in role has it.
create table roles (
  id text primary key,
  name text not null,
  base text not null check (base in ('operator', 'supervisor', 'manager', 'administrator')),
  -- Permission -> none | own | team | all.
  scopes jsonb not null default '{}',
  -- Kind of record -> field -> hidden | read-only.
  fields jsonb not null default '{}',
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null
);
create unique index roles_name on roles (lower(name));

-- users.role stays: it is the base of the own role, too.
alter table users add column role_id text references roles (id);
create index users_role_id on users (role_id) where role_id is not null;
alter table api_keys add column role_id text references roles (id);
create index api_keys_role_id on api_keys (role_id) where role_id is not null;

-- A private person is the owner's alone. Their team is left empty while they are, so that no rule that only knows owner and
-- team shows them to colleagues.
alter table contacts add column is_private boolean not null default false;
alter table contacts add constraint contacts_private_has_owner check (not is_private or owner_agent_id is not null);

create index audit_entries_id on audit_entries (id);
