/**
 * What was spoken of before: the last calls of a person or a number, as lines of the card. Read for every telephone that rings, so
 * only what a line says is read, and not whole calls.
 */
import type { CallCard } from '../../contract/calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import type { StoredCall } from './call-row.ts';
import type { ContactName } from './call-view.ts';

const shown = 5;

/** A line of the card, and whose it is: another person's calls of a shared number are shown to who may know that person. */
export interface LastCall {
  line: CallCard['lastCalls'][number];
  contactId: string | null;
  /** Another person than that of the card; that one's is known with the call. */
  other: ContactName | null;
}

interface Row {
  id: string;
  started_at: Date;
  direction: StoredCall['direction'];
  outcome: StoredCall['outcome'];
  talk_seconds: number;
  note: string;
  contact_id: string | null;
  disposition_label: string | null;
  agent_id: string | null;
}

export async function readLastCalls(
  sql: Sql,
  neighbours: Pick<ViewNeighbours, 'names'>,
  call: Pick<StoredCall, 'id' | 'contactId' | 'customer'>,
): Promise<LastCall[]> {
  const e164 = call.customer?.e164 ?? null;
  if (call.contactId === null && e164 === null) return [];
  const rows = await sql<Row[]>`
    select k.id, k.started_at, k.direction, k.outcome, k.talk_seconds, k.note, k.contact_id, d.label as disposition_label,
      (select a.agent_id from call_agents a where a.call_id = k.id order by not a.took_part, a.position limit 1) as agent_id
    from calls k left join dispositions d on d.id = k.disposition_id
    where k.id in (
      (select id from calls where contact_id = ${call.contactId} and state = 'ended'
        order by started_at desc limit ${shown + 1})
      union
      (select id from calls where customer_e164 = ${e164} and state = 'ended'
        order by started_at desc limit ${shown + 1}))
      and k.id <> ${call.id}
    order by k.started_at desc, k.id desc limit ${shown}`;
  const others = rows.map((row) => row.contact_id).filter((id) => id !== null && id !== call.contactId);
  const { agents, contacts } = await neighbours.names(sql, {
    agentIds: unique(rows.map((row) => row.agent_id)),
    contactIds: unique(others),
  });
  return rows.map((row) => ({
    line: {
      id: row.id,
      startedAt: row.started_at.toISOString(),
      direction: row.direction,
      outcome: row.outcome,
      talkSeconds: row.talk_seconds,
      agentName: row.agent_id === null ? null : (agents.get(row.agent_id) ?? null),
      dispositionLabel: row.disposition_label,
      note: row.note,
    },
    contactId: row.contact_id,
    other: row.contact_id === null ? null : (contacts.get(row.contact_id) ?? null),
  }));
}

const unique = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];
