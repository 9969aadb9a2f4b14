-- Scripts of calls, each published content of them, and what was answered. A call has one run, and one answer to a question.
create table scripts (
  id text primary key,
  name text not null,
  version integer not null default 1,
  -- steps and objections as they are written now
  content jsonb not null,
  published_version integer,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  deleted_at timestamptz
);
create table script_versions (
  script_id text not null references scripts (id),
  version integer not null,
  name text not null,
  content jsonb not null,
  published_at timestamptz not null,
  primary key (script_id, version)
);
create table script_runs (
  id text primary key,
  call_id text not null unique,
  script_id text not null,
  version integer not null,
  path text[] not null,
  agent_id text,
  contact_id text,
  started_at timestamptz not null,
  updated_at timestamptz not null,
  finished_at timestamptz,
  foreign key (script_id, version) references script_versions (script_id, version)
);
create index script_runs_of_script on script_runs (script_id, started_at desc);
create index script_runs_of_contact on script_runs (contact_id) where contact_id is not null;
create table script_answers (
  id text primary key,
  call_id text not null,
  script_id text not null,
  script_version integer not null,
  step_id text not null,
  question_id text not null,
  kind text not null check (kind in ('text', 'long-text', 'number', 'yes-no', 'choice', 'choices', 'date')),
  text_value text,
  number_value double precision,
  boolean_value boolean,
  date_value date,
  option_ids text[],
  agent_id text,
  contact_id text,
  answered_at timestamptz not null,
  unique (call_id, script_id, question_id),
  foreign key (script_id, script_version) references script_versions (script_id, version),
  check (num_nonnulls(text_value, number_value, boolean_value, date_value, option_ids) = 1),
  check ((kind in ('text', 'long-text')) = (text_value is not null)),
  check ((kind = 'number') = (number_value is not null)),
  check ((kind = 'yes-no') = (boolean_value is not null)),
  check ((kind = 'date') = (date_value is not null))
);
create index script_answers_of_question on script_answers (script_id, question_id, answered_at desc, id desc);
create index script_answers_of_contact on script_answers (contact_id) where contact_id is not null;
