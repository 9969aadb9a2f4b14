/** Base rotation: everybody a filter finds becomes a task to call, in one transaction that is remembered and can be taken back. */
import type { z } from 'zod';
import type { Agent } from '../../contract/agents.contract.ts';
import {
  mostRotated,
  type rotatedSchema,
  type rotationBodySchema,
  type rotationPreviewSchema,
} from '../../contract/rotations.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { leads, namedTakers } from '../hand-overs/hand-over-people.ts';
import { type By, rememberAction, type Undoer } from '../reversible-actions/reversible-actions.usecases.ts';
import { idsOfSelection, type SegmentsPlatform } from '../segments/select-records.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { momentOf } from '../tasks/task-times.ts';
import { addTasksAtOnce, removeUntouchedTasks } from '../tasks/tasks-at-once.usecases.ts';
import type { TaskPlatform } from '../tasks/tell-task.ts';
import { planRotation, type RotatedPerson, type RotationPlan } from './plan-rotation.ts';
import { notYourColleagues, rotationInvalid, tooManyRotated } from './rotations.errors.ts';

type Body = z.output<typeof rotationBodySchema>;

/** What undoing needs. */
interface Rotated {
  taskIds: string[];
}

async function takersOf(sql: Sql, principal: Principal, { to }: Body): Promise<Agent[]> {
  const takers = await namedTakers(sql, to);
  if (!takers) throw rotationInvalid('to', 'must name colleagues who work here');
  if (!takers.every((agent) => leads(principal, agent))) throw notYourColleagues();
  return takers;
}

/** In the order in which they were called last: who was never called comes first. */
async function peopleOf(platform: SegmentsPlatform, reader: Principal, { selection }: Body): Promise<RotatedPerson[]> {
  const ids: string[] = [];
  for await (const part of idsOfSelection(platform, reader, { record: 'contact', ...selection })) {
    ids.push(...part);
    if (ids.length > mostRotated) throw tooManyRotated(mostRotated);
  }
  return platform.database.sql<RotatedPerson[]>`
    select c.id, c.owner_agent_id as "ownerAgentId",
      exists (select from tasks t where t.contact_id = c.id and not t.done) as "isBusy"
    from contacts c where c.id = any(${ids}::text[]) and c.deleted_at is null
    order by c.last_call_at nulls first, c.id`;
}

interface Planned {
  takers: Agent[];
  plan: RotationPlan;
}

async function planFor(platform: SegmentsPlatform, principal: Principal, body: Body): Promise<Planned> {
  const takers = await takersOf(platform.database.sql, principal, body);
  const people = await peopleOf(platform, principal, body);
  return { takers, plan: planRotation(people, { ...body, agentIds: takers.map(({ id }) => id) }) };
}

const sharesOf = ({ takers, plan }: Planned): z.input<typeof rotationPreviewSchema>['shares'] =>
  takers.flatMap(({ id, name }) => {
    const days = plan.calls.filter(({ agentId }) => agentId === id).map(({ day }) => day);
    const lastDay = days.reduce<string | null>((last, day) => (last !== null && last > day ? last : day), null);
    return lastDay === null ? [] : [{ agent: { id, name }, count: days.length, lastDay }];
  });

const viewOf = (planned: Planned): z.input<typeof rotationPreviewSchema> => ({
  count: planned.plan.calls.length,
  busy: planned.plan.busy,
  ofOthers: planned.plan.ofOthers,
  shares: sharesOf(planned),
});

/** Who would get how much, until when, and who would be left out. */
export const previewRotation = async (
  platform: SegmentsPlatform,
  principal: Principal,
  body: Body,
): Promise<z.input<typeof rotationPreviewSchema>> => viewOf(await planFor(platform, principal, body));

/**
 * Makes the tasks. Refused when more people fit than one step takes, or somebody named does not work here (422), or is led by
 * somebody else (403).
 */
export async function rotate(
  platform: SegmentsPlatform,
  { body, ...by }: By & { body: Body },
): Promise<z.input<typeof rotatedSchema>> {
  const planned = await planFor(platform, by.principal, body);
  const { takers, plan } = planned;
  if (plan.calls.length === 0) return { actionId: null, ...viewOf(planned) };
  const teamOf = new Map(takers.map(({ id, teamId }) => [id, teamId]));
  const actionId = await platform.database.transaction(async (tx) => {
    const { defaultTimeZone: timeZone } = await readSettings(platform, tx);
    const rows = plan.calls.map(({ contactId, agentId, day }) => ({
      contact_id: contactId,
      agent_id: agentId,
      team_id: teamOf.get(agentId) ?? null,
      due_at: momentOf(day, '23:59', timeZone),
    }));
    const taskIds = await addTasksAtOnce(platform, tx, rows, { ...by, title: body.title, kind: 'call', timeZone });
    const summary = {
      to: takers.map(({ id, name }) => ({ id, name })),
      note: body.title,
      counts: { tasks: taskIds.length },
    };
    return rememberAction(platform, tx, by, { kind: 'rotated', moved: { taskIds } satisfies Rotated, summary });
  });
  return { actionId, ...viewOf(planned) };
}

/** Tasks that somebody has worked on since stay. */
export const rotationUndoer = (platform: TaskPlatform): Undoer => ({
  kind: 'rotated',
  async undo(tx, { moved }, by) {
    const { taskIds } = moved as Rotated;
    const removed = await removeUntouchedTasks(platform, tx, taskIds, by);
    const left = taskIds.length - removed;
    return {
      restored: { tasks: removed },
      kept: left === 0 ? [] : [{ part: 'tasks', what: String(left), because: 'changed-since' }],
    };
  },
});
