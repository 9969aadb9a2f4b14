/** Calls by the PBX's own ids: for those who hold our log against Asterisk's. */
import type { Sql } from '../../platform/database/database.ts';

export interface CallOfLinkedIds {
  id: string;
  direction: string;
  state: string;
  endInferred: boolean;
  talkSeconds: number;
  /** Uniqueids of the outside party's legs; of all our legs when the call is internal. */
  talkers: string[];
}

export interface CallsByLinkedId {
  byLinkedId: Map<string, string[]>;
  calls: Map<string, CallOfLinkedIds>;
}

const pageSize = 1_000;

/** @param bridgeId null: whichever PBX knows the linkedid */
export async function readCallsByLinkedId(
  sql: Sql,
  linkedIds: readonly string[],
  bridgeId: string | null,
): Promise<CallsByLinkedId> {
  const found: CallsByLinkedId = { byLinkedId: new Map(), calls: new Map() };
  for (let at = 0; at < linkedIds.length; at += pageSize) {
    const page = linkedIds.slice(at, at + pageSize);
    const rows = await sql<{ linkedid: string; call_id: string }[]>`
      select linkedid, call_id from call_linkedids
      where linkedid = any(${page}::text[]) and (bridge_id = ${bridgeId} or ${bridgeId}::text is null)`;
    for (const { linkedid, call_id } of rows) {
      found.byLinkedId.set(linkedid, [...(found.byLinkedId.get(linkedid) ?? []), call_id]);
    }
    const ids = [...new Set(rows.map(({ call_id }) => call_id))].filter((id) => !found.calls.has(id));
    for (const call of await readTalkers(sql, ids)) found.calls.set(call.id, call);
  }
  return found;
}

async function readTalkers(sql: Sql, ids: readonly string[]): Promise<CallOfLinkedIds[]> {
  const rows = await sql<CallOfLinkedIds[]>`
    select c.id, c.direction, c.state, c.end_inferred as "endInferred", c.talk_seconds as "talkSeconds",
      coalesce((select jsonb_agg(l.id) from call_legs l where l.call_id = c.id and l.kind =
        case when c.direction = 'internal' then 'agent' else 'external' end), '[]') as talkers
    from calls c where c.id = any(${[...ids]}::text[])`;
  return [...rows];
}
