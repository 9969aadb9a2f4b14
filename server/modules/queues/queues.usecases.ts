/** Queues: as they are on the PBX, with what people decided for them. */
import type { z } from 'zod';
import type { Queue, queuePatchSchema } from '../../contract/agents.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import { sqlState } from '../../platform/database/database-errors.ts';
import { invalid, notFound } from '../../platform/errors/domain-error.ts';
import type { Platform } from '../../platform/platform.ts';
import type { Principal } from '../access/principal.ts';
import { getAgentsByInterface } from '../agents/agents.usecases.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { oneLine } from '../contacts/clean-text.ts';
import type { QueueFacts } from './queues.events.ts';
import { lockQueues, type QueueColumns, type QueueRow, selectQueues, updateQueues } from './queues.repository.ts';

/** Stored queues as the contract shows them; agents are found by their telephone. */
export async function showQueues(sql: Sql, rows: readonly QueueRow[]): Promise<Queue[]> {
  const interfaces = [...new Set(rows.flatMap((row) => row.members.map((member) => member.interface)))];
  const agents = await getAgentsByInterface(sql, interfaces);
  return rows.map((row) => ({
    name: row.name,
    pbx: row.pbx,
    title: row.title,
    strategy: row.strategy,
    teamId: row.team_id,
    recorded: row.recorded,
    ladderId: row.ladder_id,
    members: row.members.map((member) => ({
      interface: member.interface,
      agentId: agents.get(member.interface)?.agentId ?? null,
      name: agents.get(member.interface)?.name ?? member.name,
      paused: member.paused,
      deviceState: member.deviceState,
    })),
    waiting: row.waiting.map(({ callId, number, name, position, joinedAt }) => ({
      callId,
      number,
      name,
      position,
      joinedAt,
    })),
    version: row.version,
  }));
}

export const listQueues = async (sql: Sql): Promise<Queue[]> => showQueues(sql, await selectQueues(sql));

/** Every queue there ever was, each name once: calls name those that are gone. */
export async function readQueueNames(sql: Sql): Promise<{ name: string; title: string | null; present: boolean }[]> {
  const rows = await sql<{ name: string; title: string | null; present: boolean }[]>`
    select name, max(title) as title, bool_or(present) as present from queues group by name order by name`;
  return [...rows];
}

export interface QueueSettings {
  title: string | null;
  teamId: string | null;
  recorded: boolean;
  ladderId: string | null;
}

const toSettings = (row: QueueRow): QueueSettings => ({
  title: row.title,
  teamId: row.team_id,
  recorded: row.recorded,
  ladderId: row.ladder_id,
});

/** What people decided for queues, by name; queues nobody has seen are left out. `bridgeId` picks one PBX of several. */
export async function readQueueSettings(
  sql: Sql,
  names: readonly string[],
  bridgeId: string | null = null,
): Promise<Map<string, QueueSettings>> {
  if (names.length === 0) return new Map();
  const rows = await selectQueues(sql, [...new Set(names)]);
  const wanted = rows.filter((row) => bridgeId === null || row.bridge_id === bridgeId);
  return new Map(wanted.reverse().map((row) => [row.name, toSettings(row)]));
}

/** Team that answers for each queue; null: everybody. */
export async function teamsOfQueues(
  sql: Sql,
  bridgeId: string | null,
  names: readonly string[],
): Promise<Map<string, string | null>> {
  return new Map([...(await readQueueSettings(sql, names, bridgeId))].map(([name, { teamId }]) => [name, teamId]));
}

export async function tellQueues(
  { facts }: Pick<Platform, 'facts'>,
  tx: Tx,
  rows: readonly QueueRow[],
): Promise<Queue[]> {
  const queues = await showQueues(tx, rows);
  for (const queue of queues)
    await facts.append<QueueFacts>(tx, { type: 'queue.changed', payload: { queue }, subject: queue.name });
  return queues;
}

/** Ladders stand above queues; `hold` keeps one from being deleted until the transaction ends, false when there is none. */
export interface Ladders {
  hold(tx: Tx, ladderId: string): Promise<boolean>;
}

/** Title, team, recording and ladder of a queue. */
export async function changeQueue(
  platform: Platform,
  ladders: Ladders,
  input: { name: string; patch: z.output<typeof queuePatchSchema>; principal: Principal; ip: string },
): Promise<Queue> {
  const { name, patch, principal, ip } = input;
  return platform.database.transaction(async (tx) => {
    // Before the queue: whoever deletes a ladder locks in this order too.
    if (patch.ladderId && !(await ladders.hold(tx, patch.ladderId))) throw unusable({ ladderId: 'is no ladder' });
    const [before] = await lockQueues(tx, name);
    if (!before) throw notFound('queues.not_found', 'No PBX has a queue of this name.');
    const change: QueueColumns = {};
    if (patch.title !== undefined) change.title = patch.title === null ? null : oneLine(patch.title);
    if (patch.teamId !== undefined) change.team_id = patch.teamId;
    if (patch.recorded !== undefined) change.recorded = patch.recorded;
    if (patch.ladderId !== undefined) change.ladder_id = patch.ladderId;
    const rows = Object.keys(change).length > 0 ? await save(tx, name, change) : [before];
    const [after] = await tellQueues(platform, tx, rows);
    const settings = { before: toSettings(before), after: toSettings(rows[0] ?? before) };
    await createAudit(platform).record(tx, { principal, ip, action: 'queue.changed', record: name, ...settings });
    return after!;
  });
}

const unusable = (fields: Record<string, string>) => invalid('queues.invalid', 'Some fields cannot be used.', fields);

async function save(tx: Tx, name: string, change: QueueColumns): Promise<QueueRow[]> {
  try {
    return await tx.savepoint((sp) => updateQueues(sp, name, change));
  } catch (error) {
    if (sqlState(error) === '23503') throw unusable({ teamId: 'is no team' });
    throw error;
  }
}
