-- The base grows: own life-cycles and sources, custom fields, holdings, several organisations of a person, addresses,
-- kinds of notes, what calls tell of a person, merges and hand-overs, segments.

-- Lists of words that a firm extends by itself: life-cycles, sources of leads, roles. An entry in use is switched off,
-- never deleted. `label` null: a built-in one, whose word is the console's, in the language of the reader.
create table directory_entries (
  id text primary key,
  directory text not null check (directory in ('lifecycle', 'source')),
  key text not null check (key ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  label text,
  colour text,
  active boolean not null default true,
  position integer not null,
  constraint directory_entries_key unique (directory, key)
);
insert into directory_entries (id, directory, key, position)
select 'dir_' || directory || '_' || key, directory, key, position
from (values
  ('lifecycle', 'lead', 1), ('lifecycle', 'client', 2), ('lifecycle', 'former', 3),
  ('lifecycle', 'supplier', 4), ('lifecycle', 'partner', 5), ('lifecycle', 'competitor', 6),
  ('source', 'call', 1), ('source', 'web-form', 2), ('source', 'recommendation', 3), ('source', 'import', 4),
  ('source', 'cold-call', 5), ('source', 'exhibition', 6), ('source', 'api', 7)
) as built_in (directory, key, position);

-- Fields that a firm adds by itself. Values are in the column `custom` of the record, by key.
create table custom_fields (
  id text primary key,
  record text not null check (record in ('contact', 'organisation', 'deal', 'task', 'call')),
  key text collate "C" not null check (key ~ '^[a-z][a-z0-9_]{0,39}$'),
  label text not null,
  hint text not null default '',
  type text not null check
    (type in ('text', 'number', 'money', 'date', 'choice', 'choices', 'yes-no', 'person', 'link')),
  -- Of choice and choices: [{ id, label, active }].
  options jsonb not null default '[]',
  active boolean not null default true,
  position integer not null,
  version integer not null default 1,
  created_at timestamptz not null,
  constraint custom_fields_key unique (record, key)
);

alter table organisations
  add column parent_id text references organisations (id),
  add column lifecycle text not null default 'lead',
  add column source_id text references directory_entries (id),
  add column website text not null default '',
  add column addresses jsonb not null default '[]',
  add column custom jsonb not null default '{}',
  -- The organisation this one was merged into; it is deleted as well.
  add column merged_into text references organisations (id),
  add constraint organisations_parent check (parent_id is null or parent_id <> id);
create index organisations_parent_id on organisations (parent_id) where parent_id is not null;
create index organisations_custom on organisations using gin (custom jsonb_path_ops);

alter table contacts
  drop constraint contacts_lifecycle_check,
  add column birthday date,
  add column main_need text not null default '',
  -- 1 (very unhappy) to 5 (very happy).
  add column satisfaction smallint check (satisfaction between 1 and 5),
  add column source_id text references directory_entries (id),
  -- How the person came to know of us: an advertisement, a campaign, the number that was dialled.
  add column advertising_channel text not null default '',
  add column addresses jsonb not null default '[]',
  add column custom jsonb not null default '{}',
  -- The person this one was merged into; it is deleted as well.
  add column merged_into text references contacts (id),
  -- What the calls tell, kept by a listener: the last conversation, and how often each side tried.
  add column last_reached_at timestamptz,
  add column call_count integer not null default 0,
  add column attempt_count integer not null default 0,
  add column reached_count integer not null default 0;
create index contacts_custom on contacts using gin (custom jsonb_path_ops);
create index contacts_last_reached on contacts (last_reached_at nulls first, id) where deleted_at is null;
create index contacts_created on contacts (created_at desc, id) where deleted_at is null;
create index contacts_lifecycle on contacts (lifecycle) where deleted_at is null;
create index contacts_source on contacts (source_id) where source_id is not null;
create index contacts_birthday on contacts ((extract(month from birthday)), (extract(day from birthday)))
  where birthday is not null and deleted_at is null;

-- Further organisations of a person; the first one stands on the person.
create table contact_roles (
  contact_id text not null references contacts (id),
  organisation_id text not null references organisations (id),
  role text,
  position smallint not null,
  primary key (contact_id, organisation_id)
);
create index contact_roles_organisation on contact_roles (organisation_id);

alter table contact_notes
  add column kind text not null default 'note' check (kind in ('note', 'wish', 'complaint', 'competitor-price')),
  add column resolved_at timestamptz,
  add column resolved_by text;
create index contact_notes_complaints on contact_notes (created_at desc) where kind = 'complaint' and resolved_at is null;

create table organisation_notes (
  id text primary key,
  organisation_id text not null references organisations (id),
  kind text not null default 'note' check (kind in ('note', 'wish', 'complaint', 'competitor-price')),
  text text not null,
  by_id text,
  by_name text,
  created_at timestamptz not null,
  resolved_at timestamptz,
  resolved_by text
);
create index organisation_notes_organisation on organisation_notes (organisation_id, created_at desc, id desc);

-- A number may lie elsewhere than its country says (a mobile one of a person who moved).
alter table phones add column time_zone text;

alter table tasks add column custom jsonb not null default '{}';
alter table calls add column custom jsonb not null default '{}';

-- Saved filters.
create table segments (
  id text primary key,
  name text not null,
  record text not null check (record in ('contact', 'organisation')),
  filter jsonb not null,
  -- Who may use it: whoever made it, that person's team, everybody.
  shared text not null check (shared in ('private', 'team', 'everybody')),
  owner_user_id text,
  team_id text references teams (id),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);

-- What can be taken back in one step: merges and hand-overs, with everything they moved.
create table reversible_actions (
  id text primary key,
  kind text not null check (kind in ('contact.merged', 'organisation.merged', 'handed-over')),
  -- Rows that were moved and values that were changed, as the module that did it needs them to undo.
  moved jsonb not null,
  summary jsonb not null,
  by_id text,
  by_name text,
  created_at timestamptz not null,
  undone_at timestamptz,
  undone_by text
);
create index reversible_actions_created on reversible_actions (created_at desc, id desc);
