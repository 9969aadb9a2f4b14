/** SQL of tasks. */
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { Recurrence, Task, TaskState, TaskStep } from '../../contract/tasks.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';

/** A rule with the clock of the series, `10:00`, in the zone of the task. */
export type StoredRecurrence = Recurrence & { clock: string };

export interface TaskRow {
  id: string;
  title: string;
  description: string;
  kind: string;
  state: TaskState;
  done: boolean;
  verify: boolean;
  priority: Task['priority'];
  start_at: Date | null;
  due_at: Date | null;
  all_day: boolean;
  duration_minutes: number | null;
  time_zone: string | null;
  contact_id: string | null;
  contact_name: string | null;
  contact_owner_agent_id: string | null;
  contact_team_id: string | null;
  contact_is_private: boolean | null;
  organisation_id: string | null;
  organisation_name: string | null;
  organisation_owner_agent_id: string | null;
  organisation_team_id: string | null;
  deal_id: string | null;
  call_id: string | null;
  agent_id: string | null;
  agent_name: string | null;
  team_id: string | null;
  created_by: string | null;
  creator_name: string | null;
  /** The agent that the creator is, if any. */
  creator_agent_id: string | null;
  reminders: number[];
  recurrence: StoredRecurrence | null;
  series_id: string | null;
  occurrence: number;
  slot: string | null;
  successor_id: string | null;
  executed_at: Date | null;
  done_at: Date | null;
  custom: CustomValues;
  created_at: Date;
  version: number;
}

const select = `
  select t.*, c.name as contact_name, c.owner_agent_id as contact_owner_agent_id, c.team_id as contact_team_id,
    c.is_private as contact_is_private,
    o.name as organisation_name, o.owner_agent_id as organisation_owner_agent_id, o.team_id as organisation_team_id,
    a.name as agent_name, u.name as creator_name, u.agent_id as creator_agent_id
  from tasks t
  left join contacts c on c.id = t.contact_id and c.deleted_at is null
  left join organisations o on o.id = t.organisation_id and o.deleted_at is null
  left join agents a on a.id = t.agent_id
  left join users u on u.id = t.created_by`;

export async function selectTasks(sql: Sql, ids: readonly string[]): Promise<TaskRow[]> {
  return sql<TaskRow[]>`${sql.unsafe(select)} where t.id = any(${ids}) order by t.id`;
}

/** Locked in the order of their ids, so that two who change the same ones wait for each other and no longer. */
export async function lockTasks(tx: Tx, ids: readonly string[]): Promise<TaskRow[]> {
  await tx`select from tasks where id = any(${ids}) order by id for update`;
  return selectTasks(tx, ids);
}

export async function lockTask(tx: Tx, id: string): Promise<TaskRow | undefined> {
  return (await lockTasks(tx, [id]))[0];
}

export type TaskOrder = 'soonest-due' | 'last-done';

const orders = {
  // Those without a date stand last.
  'soonest-due': { key: (t: string) => `coalesce(${t}.due_at, 'infinity')`, direction: 'asc', after: '>' },
  'last-done': { key: (t: string) => `coalesce(${t}.done_at, '-infinity')`, direction: 'desc', after: '<' },
} as const;

export async function selectTaskPage(
  sql: Sql,
  {
    where,
    after,
    limit,
    order = 'soonest-due',
  }: { where: SqlQuery; after: string | null; limit: number; order?: TaskOrder },
): Promise<TaskRow[]> {
  const { key, direction, after: compare } = orders[order];
  const page = after
    ? sql`(${sql.unsafe(key('t'))}, t.id) ${sql.unsafe(compare)} (select ${sql.unsafe(key('p'))}, p.id from tasks p where p.id = ${after})`
    : null;
  return sql<TaskRow[]>`
    ${sql.unsafe(select)} where ${sql.and([where, page])}
    order by ${sql.unsafe(`${key('t')} ${direction}, t.id ${direction}`)} limit ${limit + 1}`;
}

/** About any of these people, or about this organisation itself. */
export interface TasksAbout {
  contactIds: readonly string[];
  organisationId?: string;
}

/** Of any of these people, newest first, for a time-line. */
export async function selectTasksAbout(
  sql: Sql,
  { contactIds, organisationId }: TasksAbout,
  { where, before, limit }: { where: SqlQuery; before: { at: string; id: string } | null; limit: number },
): Promise<TaskRow[]> {
  const page = before ? sql`(t.created_at, t.id) < (${before.at}::timestamptz, ${before.id})` : null;
  const people = sql`t.contact_id = any(${[...contactIds]}::text[])`;
  const about = organisationId === undefined ? people : sql`(${people} or t.organisation_id = ${organisationId})`;
  return sql<TaskRow[]>`
    ${sql.unsafe(select)} where ${sql.and([about, where, page])}
    order by t.created_at desc, t.id desc limit ${limit}`;
}

/** By the time at which a calendar shows them. */
export async function selectTasksBetween(
  sql: Sql,
  { where, from, to, limit }: { where: SqlQuery; from: string; to: string; limit: number },
): Promise<TaskRow[]> {
  return sql<TaskRow[]>`
    ${sql.unsafe(select)}
    where ${where} and coalesce(t.start_at, t.due_at) >= ${from}::timestamptz and coalesce(t.start_at, t.due_at) < ${to}::timestamptz
    order by coalesce(t.start_at, t.due_at), t.id limit ${limit}`;
}

export type TaskColumns = Partial<
  Omit<
    TaskRow,
    | 'id'
    | 'contact_name'
    | 'contact_owner_agent_id'
    | 'contact_team_id'
    | 'contact_is_private'
    | 'organisation_name'
    | 'organisation_owner_agent_id'
    | 'organisation_team_id'
    | 'agent_name'
    | 'creator_name'
    | 'creator_agent_id'
    | 'created_at'
    | 'version'
  >
>;

/** False when the task of that place in its series is there already. */
export async function insertTask(sql: Sql, id: string, row: TaskColumns, now: Date): Promise<boolean> {
  const written = await sql`
    insert into tasks ${sql({ id, ...row, created_at: now })}
    on conflict (series_id, occurrence) where series_id is not null do nothing`;
  return written.count === 1;
}

/** Nothing of the task itself changed, but something it shows. */
export async function touchTask(sql: Sql, id: string): Promise<void> {
  await sql`update tasks set version = version + 1 where id = ${id}`;
}

export async function updateTask(sql: Sql, id: string, row: TaskColumns): Promise<void> {
  if (Object.keys(row).length === 0) return;
  await sql`update tasks set ${sql(row)}, version = version + 1 where id = ${id}`;
}

/** What a bulk change may set; whole rows, as they are to be. */
export type BulkColumns = Pick<
  TaskRow,
  | 'id'
  | 'state'
  | 'done'
  | 'done_at'
  | 'executed_at'
  | 'start_at'
  | 'due_at'
  | 'duration_minutes'
  | 'agent_id'
  | 'team_id'
>;

/** Many tasks in one statement. */
export async function updateTasksAtOnce(tx: Tx, rows: readonly BulkColumns[]): Promise<void> {
  if (rows.length === 0) return;
  await tx`
    update tasks t set state = r.state, done = r.done, done_at = r.done_at, executed_at = r.executed_at, start_at = r.start_at,
      due_at = r.due_at, duration_minutes = r.duration_minutes, agent_id = r.agent_id, team_id = r.team_id,
      version = t.version + 1
    from jsonb_to_recordset(${tx.json(rows)}::jsonb) as r (id text, state text, done boolean, done_at timestamptz,
      executed_at timestamptz, start_at timestamptz, due_at timestamptz, duration_minutes integer, agent_id text, team_id text)
    where t.id = r.id`;
}

export interface StepRow {
  at: Date;
  step: TaskStep;
  to_state: TaskState;
  comment: string;
  by_id: string | null;
  by_name: string;
}

export async function insertStep(tx: Tx, row: StepRow & { id: string; task_id: string }): Promise<void> {
  await tx`insert into task_steps ${tx({ ...row })}`;
}

/** Newest first. */
export async function selectSteps(sql: Sql, taskId: string): Promise<StepRow[]> {
  return sql<StepRow[]>`
    select at, step, to_state, comment, by_id, by_name from task_steps where task_id = ${taskId}
    order by at desc, id desc limit 200`;
}
