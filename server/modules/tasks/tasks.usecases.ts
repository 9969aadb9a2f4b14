/** Making and changing tasks. Lists are in list-tasks.usecases.ts, steps of the chain in task-steps.usecases.ts. */

import type { z } from 'zod';
import type { AuditAction } from '../../contract/audit-actions.ts';
import type { CustomValues } from '../../contract/custom-fields.contract.ts';
import type { newTaskSchema, Task, taskPatchSchema } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { refuseHeldBack, withNumbersBack } from '../access/field-rights.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import { customAfter } from '../custom-fields/custom-fields.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { mayChange } from './list-tasks.usecases.ts';
import { makeNextOfSeries } from './series.usecases.ts';
import { setDone } from './take-step.ts';
import { isGiver, maySeeTask } from './task-access.ts';
import {
  checkContact,
  checkKind,
  checkOrganisation,
  checkZone,
  seriesColumns,
  settleTimes,
  whose,
} from './task-fields.ts';
import { auditedChange, auditedTask, toTask } from './task-view.ts';
import { giverOnly, taskIsStale, taskNotFound, taskNotYours, wrongField, wrongFields } from './tasks.errors.ts';
import { insertTask, lockTask, type TaskColumns, type TaskRow, touchTask, updateTask } from './tasks.repository.ts';
import { type By, changesReminders, planReminders, type TaskPlatform, tellTask, zoneOf } from './tell-task.ts';

type NewTask = z.output<typeof newTaskSchema>;
type TaskPatch = z.output<typeof taskPatchSchema>;

/** Text of several lines as a person typed it, with one kind of line break. */
const manyLines = (text: string) => text.replaceAll('\r\n', '\n').trim();

/** The name, the owner or the life of a person changed: open tasks with them show it. */
export async function refreshTasksOf(platform: Pick<Platform, 'facts'>, tx: Tx, contactId: string): Promise<void> {
  const rows = await tx<Pick<TaskRow, 'id' | 'agent_id' | 'contact_id'>[]>`
    select id, agent_id, contact_id from tasks where contact_id = ${contactId} and not done order by id for update`;
  for (const before of rows) {
    await touchTask(tx, before.id);
    await tellTask(platform, tx, { id: before.id, before, principal: systemPrincipal });
  }
}

/** Makes a task inside the caller's transaction. */
export async function addTask(platform: TaskPlatform, tx: Tx, { body, ...by }: By & { body: NewTask }): Promise<Task> {
  const id = platform.ids('tsk');
  const { principal } = by;
  const settings = await readSettings(platform, tx);
  const agentId = body.agentId === undefined ? principal.agentId : body.agentId;
  if (body.verify && agentId !== null && agentId === principal.agentId)
    throw wrongField('verify', 'is only for a task that is given to somebody else');
  refuseHeldBack(principal, 'task', body, { isNew: true });
  checkKind(body.kind, settings);
  checkZone(body.timeZone);
  await checkContact(tx, principal, body.contactId);
  await checkOrganisation(tx, principal, body.organisationId);
  const zone = body.timeZone ?? settings.defaultTimeZone;
  const times = settleTimes(body, zone);
  const row: TaskColumns = {
    title: oneLine(body.title),
    description: manyLines(body.description),
    kind: body.kind,
    state: body.verify ? 'given' : 'open',
    verify: body.verify,
    priority: body.priority,
    ...times,
    duration_minutes: body.durationMinutes,
    time_zone: zone,
    contact_id: body.contactId,
    organisation_id: body.organisationId,
    deal_id: body.dealId,
    call_id: body.callId,
    created_by: principal.userId,
    reminders: body.reminders,
    custom: await customOf(tx, {}, body.custom),
    ...(body.recurrence ? seriesColumns(body.recurrence, { id, due: times.due_at, zone }) : {}),
    ...(await whose(tx, agentId)),
  };
  await insertTask(tx, id, row, platform.clock.now());
  const made = await tellTask(platform, tx, { id, principal });
  await planReminders(platform, tx, made);
  const task = toTask(made, principal);
  await createAudit(platform).record(tx, {
    ...by,
    action: 'task.created',
    record: id,
    after: auditedTask(made, principal),
  });
  return task;
}

/** What whoever executes a verified task may change of it; all the rest is its giver's. */
const ofAssignee: ReadonlySet<string> = new Set(['reminders', 'done', 'version']);

function checkMayChange(row: TaskRow, patch: TaskPatch, { principal }: By): void {
  if (!maySeeTask(principal, 'tasks.read', row)) throw taskNotFound();
  if (!maySeeTask(principal, 'tasks.write', row)) throw taskNotYours();
  if (patch.version !== undefined && patch.version !== row.version) throw taskIsStale();
  const asked = Object.entries(patch).filter(([, value]) => value !== undefined);
  if (!mayChange(principal, row) && asked.some(([key]) => !ofAssignee.has(key))) throw giverOnly();
}

/** Columns of what was asked, without whose it is and what state it has. */
async function fieldChanges(platform: TaskPlatform, tx: Tx, row: TaskRow, patch: TaskPatch): Promise<TaskColumns> {
  const change: TaskColumns = {};
  if (patch.title !== undefined) change.title = oneLine(patch.title);
  if (patch.description !== undefined) change.description = manyLines(patch.description);
  if (patch.priority !== undefined) change.priority = patch.priority;
  if (patch.durationMinutes !== undefined) change.duration_minutes = patch.durationMinutes;
  if (patch.contactId !== undefined) change.contact_id = patch.contactId;
  if (patch.organisationId !== undefined) change.organisation_id = patch.organisationId;
  if (patch.dealId !== undefined) change.deal_id = patch.dealId;
  if (patch.reminders !== undefined) change.reminders = patch.reminders;
  if (patch.timeZone !== undefined) change.time_zone = patch.timeZone;
  if (patch.kind !== undefined) {
    checkKind(patch.kind, await readSettings(platform, tx), row.kind);
    change.kind = patch.kind;
  }
  if (patch.custom !== undefined) change.custom = await customOf(tx, row.custom, patch.custom);
  return { ...change, ...(await timeChanges(platform, tx, row, patch)) };
}

const customOf = (tx: Tx, before: CustomValues, given: CustomValues) =>
  customAfter(tx, 'task', { before, given }, wrongFields);

async function timeChanges(platform: TaskPlatform, tx: Tx, row: TaskRow, patch: TaskPatch): Promise<TaskColumns> {
  const { startAt, dueAt, allDay, recurrence } = patch;
  if (startAt === undefined && dueAt === undefined && allDay === undefined && recurrence === undefined) return {};
  const zone = await zoneOf(platform, tx, patch.timeZone ?? row.time_zone);
  const given = {
    startAt: startAt === undefined ? row.start_at : startAt,
    dueAt: dueAt === undefined ? row.due_at : dueAt,
    allDay: allDay ?? row.all_day,
  };
  const times = settleTimes(given, zone);
  if (recurrence === undefined) {
    if (row.recurrence && times.due_at === null) throw wrongField('dueAt', 'is needed while the task is repeated');
    return times;
  }
  if (row.successor_id !== null)
    throw wrongField('recurrence', 'is that of the next task of the series now; change it there');
  if (recurrence === null) return { ...times, recurrence: null };
  const series = seriesColumns(recurrence, { id: row.series_id ?? row.id, due: times.due_at, zone });
  return { ...times, ...series };
}

/** Whose it becomes and whether it is to be verified. Whoever gets a verified task begins with it anew. */
async function chainChanges(tx: Tx, row: TaskRow, patch: TaskPatch): Promise<TaskColumns> {
  const change: TaskColumns = {};
  if (patch.agentId !== undefined) Object.assign(change, await whose(tx, patch.agentId));
  const verify = patch.verify ?? row.verify;
  if (verify !== row.verify && row.done) throw wrongField('verify', 'cannot be changed once the task is done');
  const isGivenAway = change.agent_id !== undefined && change.agent_id !== row.agent_id;
  if (verify !== row.verify) Object.assign(change, { verify, state: verify ? 'given' : 'open', executed_at: null });
  else if (verify && isGivenAway && !row.done) Object.assign(change, { state: 'given', executed_at: null });
  return change;
}

/** Changes a task inside the caller's transaction. */
export async function updateTaskIn(
  platform: TaskPlatform,
  tx: Tx,
  { taskId, patch: written, ...by }: By & { taskId: string; patch: TaskPatch },
): Promise<Task> {
  const row = await lockTask(tx, taskId);
  if (!row) throw taskNotFound();
  checkMayChange(row, written, by);
  const patch = withNumbersBack(by.principal, written, { title: row.title, description: row.description });
  refuseHeldBack(by.principal, 'task', patch);
  if (patch.contactId !== row.contact_id) await checkContact(tx, by.principal, patch.contactId);
  if (patch.organisationId !== row.organisation_id) await checkOrganisation(tx, by.principal, patch.organisationId);
  checkZone(patch.timeZone);
  const change = { ...(await fieldChanges(platform, tx, row, patch)), ...(await chainChanges(tx, row, patch)) };
  const verifiesOwn = patch.verify === true && row.created_by === by.principal.userId;
  if (verifiesOwn && (change.agent_id ?? row.agent_id) === by.principal.agentId && isGiver(by.principal, row))
    throw wrongField('verify', 'is only for a task that is given to somebody else');
  if (patch.done !== undefined) {
    const state = await setDone(platform, tx, row, { done: patch.done, principal: by.principal });
    Object.assign(change, state ?? {});
  }
  await updateTask(tx, taskId, change);
  return finishChange(platform, tx, row, { ...by, action: 'task.changed' });
}

/** What follows every change of a task: the fact, the audit, its reminders, the next of its series. */
export async function finishChange(
  platform: TaskPlatform,
  tx: Tx,
  before: TaskRow,
  { action, ...by }: By & { action: AuditAction },
): Promise<Task> {
  const after = await tellTask(platform, tx, { id: before.id, before, principal: by.principal });
  const entry = auditedChange(before, after, by.principal);
  await createAudit(platform).record(tx, { ...by, action, record: before.id, ...entry });
  if (changesReminders(before, after)) await planReminders(platform, tx, after);
  if (after.done && !before.done) await makeNextOfSeries(platform, tx, after, by.principal);
  return toTask(after, by.principal);
}

export const createTask = (platform: Platform, input: By & { body: NewTask }): Promise<Task> =>
  platform.database.transaction((tx) => addTask(platform, tx, input));

export const changeTask = (platform: Platform, input: By & { taskId: string; patch: TaskPatch }): Promise<Task> =>
  platform.database.transaction((tx) => updateTaskIn(platform, tx, input));
