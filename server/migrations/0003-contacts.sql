-- People, organisations, their numbers, notes, tasks; and the firm-wide settings.

-- How names are compared while searching: no case, no accents. Immutable so that it can be indexed; the dictionary of
-- unaccent does not change within a database.
create function search_text(value text) returns text
language sql immutable strict parallel safe
as $$ select lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

-- A list of e-mails as one searchable text.
create function search_list(value text[]) returns text
language sql immutable strict parallel safe
as $$ select lower(array_to_string(value, ' ')) $$;

create table organisations (
  id text primary key,
  name text not null,
  emails text[] not null default '{}',
  notes text not null default '',
  owner_agent_id text,
  -- Team of the owner; kept here so that the access rule needs no join.
  team_id text references teams (id),
  time_zone text,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  name_key text collate "C" generated always as (search_text(name)) stored,
  search text generated always as (search_text(name) || ' ' || search_list(emails)) stored
);
create index organisations_by_name on organisations (name_key, id) where deleted_at is null;
create index organisations_search on organisations using gin (search gin_trgm_ops);
create index organisations_owner on organisations (owner_agent_id) where owner_agent_id is not null;

create table contacts (
  id text primary key,
  name text not null,
  role text,
  organisation_id text references organisations (id),
  lifecycle text not null check (lifecycle in ('lead', 'client', 'former', 'supplier', 'partner', 'competitor')),
  owner_agent_id text,
  team_id text references teams (id),
  emails text[] not null default '{}',
  notes text not null default '',
  vip boolean not null default false,
  time_zone text,
  -- Last call with this person, told by the calls module.
  last_call_at timestamptz,
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz,
  name_key text collate "C" generated always as (search_text(name)) stored,
  search text generated always as (search_text(name) || ' ' || search_list(emails)) stored
);
create index contacts_by_name on contacts (name_key, id) where deleted_at is null;
create index contacts_search on contacts using gin (search gin_trgm_ops);
create index contacts_organisation on contacts (organisation_id) where organisation_id is not null;
create index contacts_owner on contacts (owner_agent_id, name_key) where owner_agent_id is not null;
create index contacts_emails on contacts using gin (emails);

-- One number of one person or one organisation. The same number may belong to several.
create table phones (
  id text primary key,
  contact_id text references contacts (id),
  organisation_id text references organisations (id),
  position smallint not null,
  -- As it was written; never lost, even when it could not be repaired.
  raw text not null,
  -- Byte order, so that the beginning of a number is a range of the index.
  e164 text collate "C" check (e164 ~ '^\+[1-9][0-9]{5,16}$'),
  extension text check (extension ~ '^[0-9]{1,9}$'),
  -- Digits of the E.164 form, or of what was written.
  digits text not null check (digits ~ '^[0-9]{0,20}$'),
  country text,
  line_kind text,
  kind text not null check (kind in ('mobile', 'work', 'home', 'other')),
  is_primary boolean not null,
  do_not_call boolean not null default false,
  invalid boolean not null default false,
  created_at timestamptz not null,
  reversed text generated always as (reverse(digits)) stored,
  constraint phones_holder check (num_nonnulls(contact_id, organisation_id) = 1)
);
-- The look-up at every ringing call.
create index phones_e164 on phones (e164) where e164 is not null;
-- Last digits.
create index phones_reversed on phones (reversed text_pattern_ops);
-- Numbers that could not be repaired (a local one without its area code), to be the end of a whole one.
create index phones_digits_of_unrepaired on phones (digits) where e164 is null;
-- Any digits in the middle, for the search box.
create index phones_digits on phones using gin (digits gin_trgm_ops);
create index phones_contact on phones (contact_id) where contact_id is not null;
create index phones_organisation on phones (organisation_id) where organisation_id is not null;

-- Whom people chose when a number called that is nobody's or several people's.
create table number_picks (
  e164 text not null,
  contact_id text not null references contacts (id),
  picked_at timestamptz not null,
  primary key (e164, contact_id)
);

create table contact_notes (
  id text primary key,
  contact_id text not null references contacts (id),
  text text not null,
  by_id text,
  by_name text,
  created_at timestamptz not null
);
create index contact_notes_contact on contact_notes (contact_id, created_at desc, id desc);

create table tasks (
  id text primary key,
  title text not null,
  due_at timestamptz,
  done boolean not null default false,
  done_at timestamptz,
  contact_id text references contacts (id),
  -- No foreign key: calls stand above.
  call_id text,
  agent_id text,
  team_id text references teams (id),
  created_by text,
  created_at timestamptz not null,
  version integer not null default 1
);
create index tasks_contact on tasks (contact_id, created_at desc) where contact_id is not null;
create index tasks_agent_open on tasks (agent_id, due_at) where not done;
create index tasks_team_open on tasks (team_id, due_at) where not done;
create index tasks_call on tasks (call_id) where call_id is not null;

-- One row: what people changed from the defaults.
create table settings (
  id boolean primary key default true check (id),
  value jsonb not null,
  version integer not null default 1,
  updated_at timestamptz not null
);
