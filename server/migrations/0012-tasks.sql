-- Tasks grown up: what kind, when, how long, for whom, by whom; the chain of giving and verifying; series; reminders.
alter table tasks
  add column description text not null default '',
  -- call, meeting, letter, other, or one of the firm's own (settings).
  add column kind text not null default 'other',
  add column state text not null default 'open'
    check (state in ('open', 'done', 'given', 'accepted', 'executed', 'returned', 'verified')),
  add column verify boolean not null default false,
  add column priority text not null default 'normal' check (priority in ('low', 'normal', 'high')),
  add column start_at timestamptz,
  add column duration_minutes integer check (duration_minutes between 1 and 10080),
  add column all_day boolean not null default false,
  -- The zone in which its days and its series are counted.
  add column time_zone text,
  add column organisation_id text references organisations (id),
  -- No foreign key: deals stand above.
  add column deal_id text,
  add column reminders integer[] not null default '{}',
  add column recurrence jsonb,
  -- Id of the first task of a series, and which one of it this is (0: the first).
  add column series_id text,
  add column occurrence integer not null default 0,
  -- The date of the series this task stands for, also after it was moved by hand.
  add column slot date,
  -- The next of the series; null: not made yet, or there is none.
  add column successor_id text,
  add column executed_at timestamptz;

update tasks set state = 'done' where done;
alter table tasks add constraint tasks_done_by_state check (done = (state in ('done', 'verified')));
alter table tasks add constraint tasks_start_before_due check (start_at is null or due_at is null or start_at <= due_at);

-- The same task of a series is never made twice, whoever asks.
create unique index tasks_series on tasks (series_id, occurrence) where series_id is not null;
create index tasks_series_open on tasks (due_at) where recurrence is not null and successor_id is null;
create index tasks_due_open on tasks (due_at, id) where not done;
create index tasks_calendar on tasks (coalesce(start_at, due_at)) where coalesce(start_at, due_at) is not null;
create index tasks_agent_due on tasks (agent_id, due_at) where agent_id is not null;
create index tasks_creator_open on tasks (created_by, due_at) where not done;
create index tasks_done on tasks (done_at desc, id) where done;
create index tasks_organisation on tasks (organisation_id, created_at desc) where organisation_id is not null;
create index tasks_deal on tasks (deal_id, created_at desc) where deal_id is not null;

-- Every step of a task that is verified, with its comment.
create table task_steps (
  id text primary key,
  task_id text not null references tasks (id) on delete cascade,
  step text not null,
  to_state text not null,
  comment text not null default '',
  by_id text,
  by_name text not null default '',
  at timestamptz not null
);
create index task_steps_task on task_steps (task_id, at, id);

-- Moments at which somebody is to be reminded: of the task's own list, or put off (`snoozed`).
create table task_reminders (
  id text primary key,
  task_id text not null references tasks (id) on delete cascade,
  agent_id text not null,
  remind_at timestamptz not null,
  snoozed boolean not null default false,
  -- When the console was told; when the person had seen it, put it off, or the task was done with.
  told_at timestamptz,
  closed_at timestamptz
);
create index task_reminders_due on task_reminders (remind_at) where told_at is null and closed_at is null;
create index task_reminders_shown on task_reminders (agent_id) where told_at is not null and closed_at is null;
create index task_reminders_task on task_reminders (task_id) where closed_at is null;
