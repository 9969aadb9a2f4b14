/** Reading tasks: lists by filter, those of a person, those of a desk, and one with its history. */
import type { z } from 'zod';
import type { Task, TaskDetail, taskListQuerySchema } from '../../contract/tasks.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { SqlQuery } from '../../platform/database/sql.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { possibleSteps } from './decide-task-step.ts';
import { isAssignee, isGiver, maySeeTask, type OwnedTask, visibleTasks } from './task-access.ts';
import { selectFoundTasks } from './task-table.ts';
import { toTask } from './task-view.ts';
import { taskNotFound } from './tasks.errors.ts';
import {
  selectSteps,
  selectTaskPage,
  selectTasks,
  selectTasksAbout,
  type TaskRow,
  type TasksAbout,
} from './tasks.repository.ts';

type Query = z.output<typeof taskListQuerySchema>;

const escapeLike = (text: string) => text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`);

/** A part of the title; null: nothing was typed. */
export const tasksOfText = (sql: Sql, text: string | undefined): SqlQuery | null =>
  text === undefined || text.trim() === '' ? null : sql`t.title ilike ${`%${escapeLike(text.trim())}%`}`;

/** Which tasks the list holds, beside what a filter of the screen leaves of them. */
export function taskConditions(
  sql: Sql,
  reader: Principal,
  query: Omit<Query, 'cursor' | 'limit'>,
  now: Date,
): SqlQuery {
  const { state, overdue, from, to, contactId, organisationId, dealId, callId, agentId, agentIds, kind, q } = query;
  const isDone = state === undefined ? query.done === 'true' : state === 'done' || state === 'verified';
  return sql.and([
    visibleTasks(sql, reader),
    sql`t.done = ${isDone}`,
    state !== undefined && sql`t.state = ${state}`,
    overdue !== undefined && sql`t.due_at < ${now}`,
    from !== undefined && sql`t.due_at >= ${from}::timestamptz`,
    to !== undefined && sql`t.due_at < ${to}::timestamptz`,
    contactId !== undefined && sql`t.contact_id = ${contactId}`,
    organisationId !== undefined && sql`t.organisation_id = ${organisationId}`,
    dealId !== undefined && sql`t.deal_id = ${dealId}`,
    callId !== undefined && sql`t.call_id = ${callId}`,
    agentId !== undefined && sql`t.agent_id = ${agentId}`,
    agentIds !== undefined && sql`t.agent_id = any(${agentIds})`,
    query.given !== undefined && sql`t.created_by = ${reader.userId} and t.agent_id is distinct from ${reader.agentId}`,
    kind !== undefined && sql`t.kind = ${kind}`,
    tasksOfText(sql, q),
  ]);
}

/** @param chosen by a filter of the screen, a condition on `tasks t`; then the cursors are its own */
export async function listTasks(
  { database: { sql }, clock }: Pick<Platform, 'database' | 'clock'>,
  reader: Principal,
  query: Query,
  chosen: SqlQuery | null = null,
): Promise<Page<Task>> {
  const where = taskConditions(sql, reader, query, clock.now());
  const isDone = query.done === 'true' || query.state === 'done' || query.state === 'verified';
  if (chosen) {
    const { cursor, limit } = query;
    const found = await selectFoundTasks(sql, { where: sql.and([where, chosen]), isDone, cursor, limit });
    return { items: found.rows.map((row) => toTask(row, reader)), nextCursor: found.nextCursor };
  }
  const after = cursorOf(query.cursor, 1);
  const order = isDone ? 'last-done' : 'soonest-due';
  const rows = await selectTaskPage(sql, { where, after: after?.[0] ?? null, limit: query.limit, order });
  return pageOf(
    rows,
    query.limit,
    (row) => [row.id],
    (row) => toTask(row, reader),
  );
}

/** Open tasks of a person, soonest first, whoever reads, with whose each is; twenty at most. */
export async function listOpenTasks(sql: Sql, contactId: string): Promise<{ task: Task; whose: OwnedTask }[]> {
  const where = sql`t.contact_id = ${contactId} and not t.done`;
  return (await selectTaskPage(sql, { where, after: null, limit: 19 })).map((row) => ({
    task: toTask(row, null),
    whose: { agent_id: row.agent_id, team_id: row.team_id, created_by: row.created_by },
  }));
}

/** One's own open tasks and nobody's, for the desk: the soonest five hundred. */
export async function listOpenTasksOf(sql: Sql, reader: Principal): Promise<Task[]> {
  const where = sql`not t.done and (t.agent_id is null or t.agent_id = ${reader.agentId})`;
  return (await selectTaskPage(sql, { where, after: null, limit: 499 })).map((row) => toTask(row, reader));
}

/** Tasks about people or an organisation that this reader may see, newest first: a part of the time-line. */
export async function listTasksAbout(
  sql: Sql,
  reader: Principal,
  about: TasksAbout,
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<Task[]> {
  const where = visibleTasks(sql, reader);
  return (await selectTasksAbout(sql, about, { where, ...page })).map((row) => toTask(row, reader));
}

/** Those of these tasks that this reader may see. */
export async function listTasksByIds(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = (await selectTasks(sql, ids)).filter((row) => maySeeTask(reader, 'tasks.read', row));
  return rows.map((row) => toTask(row, reader));
}

/** Texts of tasks that the reader has read already, by id. */
export async function readDescriptions(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await sql<{ id: string; description: string }[]>`
    select id, description from tasks where id = any(${[...ids]})`;
  return new Map(rows.map(({ id, description }) => [id, description]));
}

/** Tasks that were made about a deal, whoever reads: check them by `listTasksByIds`. */
export async function taskIdsOfDeal(sql: Sql, dealId: string): Promise<string[]> {
  const rows = await sql<{ id: string }[]>`select id from tasks where deal_id = ${dealId} order by id`;
  return rows.map(({ id }) => id);
}

/** True when title, times, person and so on are this reader's to change: what is to be verified is changed by its giver. */
export const mayChange = (reader: Principal, row: TaskRow): boolean =>
  maySeeTask(reader, 'tasks.write', row) && (!row.verify || isGiver(reader, row));

export async function readTask(sql: Sql, reader: Principal, id: string): Promise<TaskDetail> {
  const [row] = await selectTasks(sql, [id]);
  if (!row || !maySeeTask(reader, 'tasks.read', row)) throw taskNotFound();
  const history = await selectSteps(sql, id);
  const question = { state: row.state, isAssignee: isAssignee(reader, row), isGiver: isGiver(reader, row) };
  return {
    ...toTask(row, reader),
    description: row.description,
    steps: maySeeTask(reader, 'tasks.write', row) ? possibleSteps(question) : [],
    mayChange: mayChange(reader, row),
    history: history.map(({ at, step, to_state, comment, by_id, by_name }) => ({
      at: at.toISOString(),
      step,
      toState: to_state,
      comment,
      by: by_id === null ? null : { id: by_id, name: by_name },
    })),
  };
}
