-- A task that was deleted leaves the table of tasks, so that no list, plan or reminder has to leave it out; it is kept here
-- whole, with its steps, and comes back as it was. Whose it was stands beside it: only they may bring it back.
create table deleted_tasks (
  id text primary key,
  agent_id text references agents (id),
  team_id text references teams (id),
  created_by text,
  task jsonb not null,
  steps jsonb not null default '[]',
  deleted_at timestamptz not null,
  deleted_by text
);
