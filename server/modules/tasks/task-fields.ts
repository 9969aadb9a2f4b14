/** Checks what a task refers to and puts it into columns: whose it is, about whom, of what kind, when, how often. */

import type { Settings } from '../../contract/settings.contract.ts';
import { builtInTaskKinds, type Recurrence } from '../../contract/tasks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { organisationExists } from '../organisations/organisations.usecases.ts';
import { completeRule } from './next-occurrence.ts';
import { endOfDay, isTimeZone, localOf } from './task-times.ts';
import { wrongField } from './tasks.errors.ts';
import type { TaskColumns } from './tasks.repository.ts';

export async function whose(
  tx: Tx,
  agentId: string | null,
): Promise<Required<Pick<TaskColumns, 'agent_id' | 'team_id'>>> {
  if (agentId === null) return { agent_id: null, team_id: null };
  const agent = (await readAgentRecords(tx, [agentId])).get(agentId);
  if (!agent?.active) throw wrongField('agentId', 'is no agent who works here');
  return { agent_id: agent.id, team_id: agent.teamId };
}

export async function checkContact(tx: Tx, reader: Principal, contactId: string | null | undefined): Promise<void> {
  if (!contactId) return;
  const [row] = await tx<{ owner_agent_id: string | null; team_id: string | null; is_private: boolean }[]>`
    select owner_agent_id, team_id, is_private from contacts where id = ${contactId} and deleted_at is null`;
  const record = {
    ownerAgentIds: [row?.owner_agent_id ?? null],
    teamIds: [row?.team_id ?? null],
    isPrivate: row?.is_private ?? false,
  };
  if (!row || !canSee(reader, 'contacts.read', record)) throw wrongField('contactId', 'is no person you can see');
}

export async function checkOrganisation(
  tx: Tx,
  reader: Principal,
  organisationId: string | null | undefined,
): Promise<void> {
  if (organisationId && !(await organisationExists(tx, reader, organisationId)))
    throw wrongField('organisationId', 'is no organisation you can see');
}

/** @param known what the task had before; a kind that was taken from the settings since may stay */
export function checkKind(kind: string, { taskKinds }: Pick<Settings, 'taskKinds'>, known?: string): void {
  const allowed: readonly string[] = [...builtInTaskKinds, ...taskKinds];
  if (kind !== known && !allowed.includes(kind))
    throw wrongField('kind', `is none of ${allowed.join(', ')}; own ones are added in the settings`);
}

export function checkZone(zone: string | undefined): void {
  if (zone !== undefined && !isTimeZone(zone))
    throw wrongField('timeZone', 'is no time zone; give a name such as Europe/Moscow');
}

export interface Times {
  startAt: string | Date | null;
  dueAt: string | Date | null;
  allDay: boolean;
}

/** An all-day task is due at the last minute of its day and has no start. */
export function settleTimes({ startAt, dueAt, allDay }: Times, zone: string) {
  const start = startAt === null ? null : new Date(startAt);
  const due = dueAt === null ? null : new Date(dueAt);
  if (allDay) {
    const day = due ?? start;
    if (day === null) throw wrongField('dueAt', 'is needed for a task of a whole day');
    return { start_at: null, due_at: endOfDay(day, zone), all_day: true };
  }
  if (start && due && start > due) throw wrongField('startAt', 'must not be later than the due time');
  return { start_at: start, due_at: due, all_day: false };
}

/** Columns of a series that begins (anew) with the task of `id`. */
export function seriesColumns(rule: Recurrence, { id, due, zone }: { id: string; due: Date | null; zone: string }) {
  if (due === null) throw wrongField('recurrence', 'needs a due time to count from');
  const { date, clock } = localOf(due, zone);
  const complete = completeRule(rule, date);
  return { recurrence: { ...complete, clock }, series_id: id, slot: date, time_zone: zone };
}
