/** SQL of tasks. */
import type { Task } from '../../contract/calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { canSee } from '../access/permissions.ts';

export interface TaskRow {
  id: string;
  title: string;
  due_at: Date | null;
  done: boolean;
  contact_id: string | null;
  contact_name: string | null;
  contact_owner_agent_id: string | null;
  contact_team_id: string | null;
  contact_is_private: boolean | null;
  call_id: string | null;
  agent_id: string | null;
  agent_name: string | null;
  team_id: string | null;
  created_at: Date;
  version: number;
}

const select = `
  select t.id, t.title, t.due_at, t.done, t.contact_id, c.name as contact_name, c.owner_agent_id as contact_owner_agent_id, c.team_id as contact_team_id, c.is_private as contact_is_private, t.call_id, t.agent_id,
    a.name as agent_name, t.team_id, t.created_at, t.version
  from tasks t
  left join contacts c on c.id = t.contact_id and c.deleted_at is null
  left join agents a on a.id = t.agent_id`;

/** Whoever reads; null: the server itself, or somebody who may see the person. */
export type TaskReader = Parameters<typeof canSee>[0] | null;

/** A task as this reader may know it: whose client it is about is left out when that is a colleague's. */
export function toTask(row: TaskRow, reader: TaskReader): Task {
  const whose = {
    ownerAgentIds: [row.contact_owner_agent_id],
    teamIds: [row.contact_team_id],
    isPrivate: row.contact_is_private ?? false,
  };
  const maySeePerson = reader === null || canSee(reader, 'contacts.read', whose);
  return {
    id: row.id,
    title: row.title,
    dueAt: row.due_at?.toISOString() ?? null,
    done: row.done,
    contactId: maySeePerson ? row.contact_id : null,
    contactName: maySeePerson ? row.contact_name : null,
    callId: row.call_id,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

export async function selectTasks(sql: Sql, ids: readonly string[]): Promise<TaskRow[]> {
  return sql<TaskRow[]>`${sql.unsafe(select)} where t.id = any(${[...ids]}::text[])`;
}

export async function lockTask(tx: Tx, id: string): Promise<TaskRow | null> {
  const [locked] = await tx`select from tasks where id = ${id} for update`;
  return locked ? ((await selectTasks(tx, [id]))[0] ?? null) : null;
}

/** Soonest first, those without a date last. */
export async function selectTaskPage(
  sql: Sql,
  { where, after, limit }: { where: SqlQuery; after: string | null; limit: number },
): Promise<TaskRow[]> {
  const page = after
    ? sql`(coalesce(t.due_at, 'infinity'), t.id) > (select coalesce(p.due_at, 'infinity'), p.id from tasks p where p.id = ${after})`
    : null;
  return sql<TaskRow[]>`
    ${sql.unsafe(select)} where ${sql.and([where, page])}
    order by coalesce(t.due_at, 'infinity'), t.id limit ${limit + 1}`;
}

/** Of any of these people, newest first, for a time-line. */
export async function selectTasksOfContacts(
  sql: Sql,
  contactIds: readonly string[],
  { where, before, limit }: { where: SqlQuery; before: { at: string; id: string } | null; limit: number },
): Promise<TaskRow[]> {
  const page = before ? sql`(t.created_at, t.id) < (${before.at}::timestamptz, ${before.id})` : null;
  return sql<TaskRow[]>`
    ${sql.unsafe(select)} where ${sql.and([sql`t.contact_id = any(${[...contactIds]}::text[])`, where, page])}
    order by t.created_at desc, t.id desc limit ${limit}`;
}

export type TaskColumns = Partial<{
  title: string;
  due_at: string | Date | null;
  done: boolean;
  done_at: Date | null;
  contact_id: string | null;
  call_id: string | null;
  agent_id: string | null;
  team_id: string | null;
  created_by: string | null;
}>;

export async function insertTask(sql: Sql, id: string, row: TaskColumns, now: Date): Promise<void> {
  await sql`insert into tasks ${sql({ id, ...row, created_at: now })}`;
}

/** Nothing of the task itself changed, but something it shows. */
export async function touchTask(sql: Sql, id: string): Promise<void> {
  await sql`update tasks set version = version + 1 where id = ${id}`;
}

export async function updateTask(sql: Sql, id: string, row: TaskColumns): Promise<void> {
  if (Object.keys(row).length === 0) return;
  await sql`update tasks set ${sql(row)}, version = version + 1 where id = ${id}`;
}
