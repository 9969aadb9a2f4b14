/** Tasks: what is still to be done, for whom, by when. The smallest useful form; it grows in a later issue. */
import type { z } from 'zod';
import type { newTaskSchema, Task, taskListQuerySchema, taskPatchSchema } from '../../contract/calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { conflict, forbidden, invalid, notFound } from '../../platform/errors/domain-error.ts';
import { cursorOf, type Page, pageOf } from '../../platform/http/cursor.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import { actorOf, type Principal, systemPrincipal } from '../access/principal.ts';
import { visiblePredicate } from '../access/visible-predicate.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import type { TaskFacts } from './tasks.events.ts';
import {
  insertTask,
  lockTask,
  selectTaskPage,
  selectTasks,
  selectTasksOfContacts,
  type TaskColumns,
  type TaskRow,
  toTask,
  touchTask,
  updateTask,
} from './tasks.repository.ts';

export interface By {
  principal: Principal;
  ip: string | null;
}

const taskNotFound = () => notFound('tasks.not_found', 'There is no such task, or not for you.');
const columns = { ownerAgent: 't.agent_id', team: 't.team_id' } as const;
const ownershipOf = (row: TaskRow) => ({ ownerAgentIds: [row.agent_id], teamIds: [row.team_id] });

export async function listTasks(
  { database: { sql } }: Platform,
  reader: Principal,
  query: z.output<typeof taskListQuerySchema>,
): Promise<Page<Task>> {
  const after = cursorOf(query.cursor, 1);
  const where = sql.and([
    visiblePredicate(sql, reader, 'tasks.read', columns),
    sql`t.done = ${query.done === 'true'}`,
    query.contactId !== undefined && sql`t.contact_id = ${query.contactId}`,
    query.agentId !== undefined && sql`t.agent_id = ${query.agentId}`,
  ]);
  const rows = await selectTaskPage(sql, { where, after: after?.[0] ?? null, limit: query.limit });
  return pageOf(
    rows,
    query.limit,
    (row) => [row.id],
    (row) => toTask(row, reader),
  );
}

/** One task as this reader may know it; 404 when it is not for them. */
export async function readTask({ database }: Pick<Platform, 'database'>, reader: Principal, id: string): Promise<Task> {
  const [row] = await selectTasks(database.sql, [id]);
  if (!row || !canSee(reader, 'tasks.read', ownershipOf(row))) throw taskNotFound();
  return toTask(row, reader);
}

/** Open tasks of a person, soonest first, whoever reads (they see the person); twenty at most. */
export async function listOpenTasks(sql: Sql, contactId: string): Promise<Task[]> {
  const where = sql`t.contact_id = ${contactId} and not t.done`;
  return (await selectTaskPage(sql, { where, after: null, limit: 19 })).map((row) => toTask(row, null));
}

/** One's own open tasks and nobody's, for the desk: the soonest five hundred. */
export async function listOpenTasksOf(sql: Sql, reader: Principal): Promise<Task[]> {
  const where = sql`not t.done and (t.agent_id is null or t.agent_id = ${reader.agentId})`;
  return (await selectTaskPage(sql, { where, after: null, limit: 499 })).map((row) => toTask(row, reader));
}

/** Tasks of a person that this reader may see, newest first: a part of the time-line. */
export async function listTasksOfContacts(
  sql: Sql,
  reader: Principal,
  contactIds: readonly string[],
  page: { before: { at: string; id: string } | null; limit: number },
): Promise<Task[]> {
  const where = visiblePredicate(sql, reader, 'tasks.read', columns);
  return (await selectTasksOfContacts(sql, contactIds, { where, ...page })).map((row) => toTask(row, reader));
}

/** Those of these tasks that this reader may see. */
export async function listTasksByIds(sql: Sql, reader: Principal, ids: readonly string[]): Promise<Task[]> {
  if (ids.length === 0) return [];
  const rows = (await selectTasks(sql, ids)).filter((row) => canSee(reader, 'tasks.read', ownershipOf(row)));
  return rows.map((row) => toTask(row, reader));
}

async function whose(tx: Tx, agentId: string | null): Promise<Pick<TaskColumns, 'agent_id' | 'team_id'>> {
  if (agentId === null) return { agent_id: null, team_id: null };
  const agent = (await readAgentRecords(tx, [agentId])).get(agentId);
  if (!agent?.active)
    throw invalid('tasks.invalid', 'Some fields cannot be used.', { agentId: 'is no agent who works here' });
  return { agent_id: agent.id, team_id: agent.teamId };
}

async function checkContact(tx: Tx, reader: Principal, contactId: string | null | undefined): Promise<void> {
  if (!contactId) return;
  const [row] = await tx<{ owner_agent_id: string | null; team_id: string | null; is_private: boolean }[]>`
    select owner_agent_id, team_id, is_private from contacts where id = ${contactId} and deleted_at is null`;
  const record = {
    ownerAgentIds: [row?.owner_agent_id ?? null],
    teamIds: [row?.team_id ?? null],
    isPrivate: row?.is_private ?? false,
  };
  if (!row || !canSee(reader, 'contacts.read', record))
    throw invalid('tasks.invalid', 'Some fields cannot be used.', { contactId: 'is no person you can see' });
}

/** @param before as it was; left out: a new task */
async function tell(
  platform: Pick<Platform, 'facts'>,
  tx: Tx,
  id: string,
  { principal }: Pick<By, 'principal'>,
  before?: Pick<TaskRow, 'agent_id' | 'contact_id'> | null,
): Promise<Task> {
  const [row] = await selectTasks(tx, [id]);
  if (!row) throw taskNotFound();
  const previous = before ? { previousAgentId: before.agent_id, previousContactId: before.contact_id } : {};
  const payload = { task: toTask(row, null), teamId: row.team_id, ...previous };
  await platform.facts.append<TaskFacts>(tx, { type: 'task.changed', payload, subject: id, actor: actorOf(principal) });
  return toTask(row, principal);
}

/** The name, the owner or the life of a person changed: open tasks with them show it. */
export async function refreshTasksOf(platform: Pick<Platform, 'facts'>, tx: Tx, contactId: string): Promise<void> {
  const rows = await tx<Pick<TaskRow, 'id' | 'agent_id' | 'contact_id'>[]>`
    select id, agent_id, contact_id from tasks where contact_id = ${contactId} and not done order by id for update`;
  for (const row of rows) {
    await touchTask(tx, row.id);
    await tell(platform, tx, row.id, { principal: systemPrincipal }, row);
  }
}

type TaskPlatform = Pick<Platform, 'clock' | 'ids' | 'facts'>;

/** Makes a task inside the caller's transaction. */
export async function addTask(
  platform: TaskPlatform,
  tx: Tx,
  { body, ...by }: By & { body: z.output<typeof newTaskSchema> },
): Promise<Task> {
  const id = platform.ids('tsk');
  const agentId = body.agentId === undefined ? by.principal.agentId : body.agentId;
  await checkContact(tx, by.principal, body.contactId);
  await insertTask(
    tx,
    id,
    {
      title: oneLine(body.title),
      due_at: body.dueAt,
      contact_id: body.contactId,
      call_id: body.callId,
      created_by: by.principal.userId,
      ...(await whose(tx, agentId)),
    },
    platform.clock.now(),
  );
  const task = await tell(platform, tx, id, by);
  await createAudit(platform).record(tx, { ...by, action: 'task.created', record: id, after: task });
  return task;
}

/** Changes a task inside the caller's transaction. */
export async function updateTaskIn(
  platform: TaskPlatform,
  tx: Tx,
  { taskId, patch, ...by }: By & { taskId: string; patch: z.output<typeof taskPatchSchema> },
): Promise<Task> {
  const row = await lockTask(tx, taskId);
  if (!row || !canSee(by.principal, 'tasks.read', ownershipOf(row))) throw taskNotFound();
  if (!canSee(by.principal, 'tasks.write', ownershipOf(row)))
    throw forbidden('tasks.not_yours', 'This task belongs to somebody else.');
  if (patch.version !== undefined && patch.version !== row.version)
    throw conflict('tasks.stale', 'Somebody else has changed this task in the meantime. Read it again.');
  if (patch.contactId !== row.contact_id) await checkContact(tx, by.principal, patch.contactId);
  const change: TaskColumns = {};
  if (patch.title !== undefined) change.title = oneLine(patch.title);
  if (patch.dueAt !== undefined) change.due_at = patch.dueAt;
  if (patch.contactId !== undefined) change.contact_id = patch.contactId;
  if (patch.agentId !== undefined) Object.assign(change, await whose(tx, patch.agentId));
  if (patch.done !== undefined && patch.done !== row.done)
    Object.assign(change, { done: patch.done, done_at: patch.done ? platform.clock.now() : null });
  await updateTask(tx, taskId, change);
  const task = await tell(platform, tx, taskId, by, row);
  const before = toTask(row, by.principal);
  const entry = { ...by, action: 'task.changed', record: taskId, before, after: task };
  await createAudit(platform).record(tx, entry);
  return task;
}

export const createTask = (platform: Platform, input: By & { body: z.output<typeof newTaskSchema> }): Promise<Task> =>
  platform.database.transaction((tx) => addTask(platform, tx, input));

export const changeTask = (
  platform: Platform,
  input: By & { taskId: string; patch: z.output<typeof taskPatchSchema> },
): Promise<Task> => platform.database.transaction((tx) => updateTaskIn(platform, tx, input));

/** The task behind the next step of a call: made once, changed afterwards, done again when the step is dropped. */
export interface NextStepTask {
  taskId: string | null;
  callId: string;
  contactId: string | null;
  /** Whose next step: the agent of the call; left out: whoever says so. */
  agentId?: string | null;
  text: string;
  dueAt: string | null;
}

/** Makes or changes the task of a next step and returns its id. Access was checked with the call. */
export async function saveNextStepTask(platform: TaskPlatform, tx: Tx, step: NextStepTask & By): Promise<string> {
  const row = step.taskId === null ? null : await lockTask(tx, step.taskId);
  const by = { principal: step.principal, ip: step.ip };
  const agentId = step.agentId === undefined ? step.principal.agentId : step.agentId;
  const fields = { title: oneLine(step.text), due_at: step.dueAt, contact_id: step.contactId };
  const id = row?.id ?? platform.ids('tsk');
  if (row) await updateTask(tx, id, { ...fields, done: false, done_at: null });
  else {
    const owner = await whose(tx, agentId).catch(() => ({ agent_id: null, team_id: null }));
    const rest = { call_id: step.callId, created_by: step.principal.userId };
    await insertTask(tx, id, { ...fields, ...rest, ...owner }, platform.clock.now());
  }
  const task = await tell(platform, tx, id, by, row);
  const action = row ? 'task.changed' : 'task.created';
  const before = row ? toTask(row, by.principal) : undefined;
  await createAudit(platform).record(tx, { ...by, action, record: id, before, after: task });
  return id;
}

/** The next step was taken back: its task is done with. Nothing happens when it is gone already. */
export async function dropNextStepTask(
  platform: TaskPlatform,
  tx: Tx,
  { taskId, ...by }: By & { taskId: string },
): Promise<void> {
  const row = await lockTask(tx, taskId);
  if (!row || row.done) return;
  await updateTask(tx, taskId, { done: true, done_at: platform.clock.now() });
  await tell(platform, tx, taskId, by, row);
  await createAudit(platform).record(tx, { ...by, action: 'task.dropped', record: taskId });
}
