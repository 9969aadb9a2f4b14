/**
 * Calls that turn out to be part of another one (a consultation that became the transfer): the old call goes, what people
 * said of it and its linkedids move on, and its id keeps leading to the survivor.
 */
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { CallHuman, CallRow, StoredCall } from './call-row.ts';
import { mergeHuman } from './merge-human.ts';

export interface Merge {
  id: string;
  into: string;
  at: string;
  /** What people said of the merged call, when the survivor is not here yet to take it. */
  human: CallHuman | null;
}

/** The parts of a batch that a merge changes. */
interface Calls {
  rows: Map<string, CallRow | StoredCall | null>;
  merges: Map<string, string>;
}

/** Changes the rows at hand and returns what the tables must be told (`buryMerged`). */
export function planMerge(batch: Calls, id: string, into: string, event: Pick<CallEvent, 'occurredAt'>): Merge {
  const survivorId = batch.merges.get(into) ?? into;
  const merged = batch.rows.get(id) ?? null;
  const survivor = batch.rows.get(survivorId) ?? null;
  batch.merges.set(id, survivorId);
  for (const [old, target] of batch.merges) if (target === id) batch.merges.set(old, survivorId);
  if (batch.rows.has(id)) batch.rows.set(id, null);
  if (merged && survivor) {
    batch.rows.set(survivorId, {
      ...survivor,
      ...mergeHuman(survivor, merged),
      linkedIds: [...new Set([...survivor.linkedIds, ...merged.linkedIds])].sort(),
      dealIds: [...new Set([...survivor.dealIds, ...merged.dealIds])],
      missedCallId: survivor.missedCallId ?? merged.missedCallId,
      version: Math.max(survivor.version, merged.version) + 1,
    });
  }
  return { id, into: survivorId, at: event.occurredAt, human: merged && !survivor ? merged : null };
}

/** Removes merged calls from the tables, after the survivors were written. */
export async function buryMerged(tx: Tx, merged: readonly Merge[]): Promise<void> {
  for (const { id, into, at, human } of merged) {
    await tx`
      insert into merged_calls (id, merged_into, merged_at, human)
      values (${id}, ${into}, ${at}, ${human && tx.json(onlyHuman(human))})
      on conflict (id) do update set merged_into = excluded.merged_into`;
    await tx`update merged_calls set merged_into = ${into} where merged_into = ${id}`;
    await tx`update merged_calls set human = null where merged_into = ${into} and human is not null and exists (select from calls where id = ${into})`;
    await tx`
      update call_recordings set call_id = ${into}
      where call_id = ${id} and exists (select from calls where calls.id = ${into})`;
    await tx`delete from calls where id = ${id}`;
  }
}

function onlyHuman(call: CallHuman): CallHuman {
  const { candidates, contactId, organisationId, contactPicked, dispositionId, note, mainNeed, nextStep, custom } =
    call;
  return { candidates, contactId, organisationId, contactPicked, dispositionId, note, mainNeed, nextStep, custom };
}

/** Where these ids lead, and what waits for those among them that are not here yet. */
export async function readMerges(
  sql: Sql,
  ids: readonly string[],
): Promise<{ merges: Map<string, string>; waiting: Map<string, CallHuman[]> }> {
  const rows = await sql<{ id: string; merged_into: string; human: CallHuman | null }[]>`
    select id, merged_into, null::jsonb as human from merged_calls where id = any(${[...ids]}::text[])
    union all
    select id, merged_into, human from merged_calls where merged_into = any(${[...ids]}::text[]) and human is not null`;
  const merges = new Map(rows.map((row) => [row.id, row.merged_into]));
  const waiting = new Map<string, CallHuman[]>();
  for (const { merged_into, human } of rows) {
    if (human) waiting.set(merged_into, [...(waiting.get(merged_into) ?? []), human]);
  }
  return { merges, waiting };
}

/** The id under which a call is kept now: its own, or that of the call it was part of. */
export async function currentCallId(sql: Sql, id: string): Promise<string> {
  const [row] = await sql<{ merged_into: string }[]>`select merged_into from merged_calls where id = ${id}`;
  return row?.merged_into ?? id;
}
