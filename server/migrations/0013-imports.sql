-- Import of people and organisations from files, and export of lists to files.

create table imports (
  id text primary key,
  target text not null check (target in ('contacts', 'organisations')),
  file_name text not null,
  file_key text not null,
  file_bytes bigint not null,
  file_kind text not null check (file_kind in ('csv', 'xlsx')),
  -- Encoding, delimiter, quote, whether the first row names the columns; see readFormat.
  format jsonb not null,
  headers text[] not null,
  -- What each column was guessed to be and why, and what a person chose: a key of the import targets, or null.
  guesses jsonb not null,
  mapping jsonb not null,
  rules jsonb not null,
  state text not null check (state in (
    'ready', 'waiting', 'reading', 'matching', 'checked', 'writing', 'paused', 'done', 'cancelled', 'failed', 'undoing', 'undone')),
  -- What it was doing when it was paused, cancelled or failed.
  stopped_in text,
  -- How far it is to go: up to the dry run, or to the end.
  goal text not null default 'check' check (goal in ('check', 'write', 'undo')),
  -- What a person asked for while it works; looked at between two batches.
  asked text check (asked in ('pause', 'cancel')),
  failure text,
  -- Rows of the file: known once all were read; before that an estimate by bytes.
  rows_total integer,
  -- Rows staged so far; the row with this number is the last one. The checkpoint of reading.
  rows_read integer not null default 0,
  is_read boolean not null default false,
  counts jsonb not null default '{}',
  rows_per_second real,
  -- Who asked for it, as a principal, and whose it is.
  created_by jsonb not null,
  owner_user_id text,
  team_id text references teams (id),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  -- The file and the staged rows are cleared away some time after the end.
  cleared_at timestamptz
);
create index imports_created_at on imports (created_at desc, id desc);
create index imports_working on imports (created_at) where state in ('waiting', 'reading', 'matching', 'writing', 'undoing');

-- Two names are the same person's whatever the order of their words: "Petrov Ivan" is "Ivan Petrov".
create function name_words_key(value text) returns text
language sql immutable strict parallel safe
as $$
  select coalesce(string_agg(word, ' ' order by word collate "C"), '')
  from regexp_split_to_table(public.search_text(value), '[^[:alnum:]]+') as w(word) where word <> ''
$$;

-- The rows of a file as they are understood, until the import is over. Not logged: it can be read from the file again,
-- and is when a database that crashed comes back without them.
create unlogged table import_rows (
  import_id text not null,
  row integer not null,
  -- Id of the record if this row makes one; fixed while reading, so that a repeated batch cannot make a second.
  new_id text not null,
  name text,
  role text,
  organisation text,
  lifecycle text,
  owner_agent_id text,
  emails text[],
  notes text,
  vip boolean,
  time_zone text,
  -- One entry per number, side by side.
  phone_raw text[],
  phone_e164 text[],
  phone_extension text[],
  phone_country text[],
  phone_line_kind text[],
  phone_kind text[],
  do_not_call boolean,
  custom jsonb,
  -- Why the row cannot be used, with the column; null: it can.
  problem text,
  -- Merged or left out in favour of that row of the same file.
  same_as integer,
  action text check (action in ('create', 'update', 'skip', 'clash')),
  because text,
  record_id text,
  primary key (import_id, row)
);
create index import_rows_action on import_rows (import_id, action, row) where action is not null and action <> 'create';
create index import_rows_same_as on import_rows (import_id, same_as) where same_as is not null;
create index import_rows_problem on import_rows (import_id, row) where problem is not null;

-- What an import did: for undoing it, and for not doing it twice.
create table import_changes (
  import_id text not null references imports (id) on delete cascade,
  row integer not null,
  kind text not null check (kind in ('contact', 'organisation')),
  record_id text not null,
  -- Null: the record was made. Else the fields as they were, and as the import left them.
  before jsonb,
  after jsonb,
  undone text check (undone in ('restored', 'kept')),
  -- Fields that somebody changed later and that undoing therefore left alone.
  kept text[],
  primary key (import_id, kind, row)
);
create index import_changes_record on import_changes (record_id);

-- Batches of rows are written by several hands at once: how far each one is.
create table import_lanes (
  import_id text not null references imports (id) on delete cascade,
  step text not null,
  lane integer not null,
  mark integer not null,
  counts jsonb not null default '{}',
  primary key (import_id, step, lane)
);

create table exports (
  id text primary key,
  list text not null,
  filters jsonb not null,
  columns text[] not null,
  format text not null check (format in ('csv', 'xlsx')),
  language text not null,
  state text not null check (state in ('waiting', 'writing', 'done', 'failed', 'cancelled')),
  failure text,
  rows_written integer not null default 0,
  file_key text,
  file_bytes bigint,
  expires_at timestamptz,
  created_by jsonb not null,
  owner_user_id text,
  team_id text references teams (id),
  version integer not null default 1,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz
);
create index exports_created_at on exports (created_at desc, id desc);
