/** A task as the contract shows it, to one reader. Pure. */
import type { Recurrence, Task } from '../../contract/tasks.contract.ts';
import { canSee, type OwnedRecord } from '../access/permissions.ts';
import type { TaskRow } from './tasks.repository.ts';

/** Whoever reads; null: the server itself, or somebody who may see the person. */
export type TaskReader = Parameters<typeof canSee>[0] | null;

const iso = (date: Date | null) => date?.toISOString() ?? null;

function ruleOf(row: TaskRow): Recurrence | null {
  if (!row.recurrence) return null;
  const { clock: _clock, ...rule } = row.recurrence;
  return rule;
}

/** A task as this reader may know it: whose client it is about is left out when that is a colleague's. */
export function toTask(row: TaskRow, reader: TaskReader): Task {
  const maySee = (whose: OwnedRecord) => reader === null || canSee(reader, 'contacts.read', whose);
  const person = maySee({
    ownerAgentIds: [row.contact_owner_agent_id],
    teamIds: [row.contact_team_id],
    isPrivate: row.contact_is_private ?? false,
  });
  const organisation = maySee({
    ownerAgentIds: [row.organisation_owner_agent_id],
    teamIds: [row.organisation_team_id],
  });
  return {
    id: row.id,
    title: row.title,
    kind: row.kind,
    state: row.state,
    done: row.done,
    verify: row.verify,
    priority: row.priority,
    startAt: iso(row.start_at),
    dueAt: iso(row.due_at),
    allDay: row.all_day,
    durationMinutes: row.duration_minutes,
    timeZone: row.time_zone,
    contactId: person ? row.contact_id : null,
    contactName: person ? row.contact_name : null,
    organisationId: organisation ? row.organisation_id : null,
    organisationName: organisation ? row.organisation_name : null,
    dealId: row.deal_id,
    callId: row.call_id,
    agent: row.agent_id === null ? null : { id: row.agent_id, name: row.agent_name ?? '' },
    creator: row.created_by === null ? null : { id: row.created_by, name: row.creator_name ?? '' },
    reminders: row.reminders,
    recurrence: ruleOf(row),
    seriesId: row.series_id,
    executedAt: iso(row.executed_at),
    doneAt: iso(row.done_at),
    custom: row.custom,
    createdAt: row.created_at.toISOString(),
    version: row.version,
  };
}

/** A task as the audit keeps it: with its text, which lists leave out. */
export const auditedTask = (row: TaskRow, reader: TaskReader): Task & { description: string } => ({
  ...toTask(row, reader),
  description: row.description,
});

/** Both sides of a change; the text only where it has changed, for it may be long. */
export function auditedChange(before: TaskRow, after: TaskRow, reader: TaskReader) {
  const show = before.description === after.description ? toTask : auditedTask;
  return { before: show(before, reader), after: show(after, reader) };
}
