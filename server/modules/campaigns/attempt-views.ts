/** Attempts and entries as they are told: names only of people whom the reader may see. */
import type { Attempt, Entry } from '../../contract/campaigns.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import type { Principal } from '../access/principal.ts';
import { readAgentRecords } from '../agents/agents.usecases.ts';
import { visibleContacts } from '../contacts/contact-table.usecases.ts';
import type { AttemptRow } from './attempts.repository.ts';
import type { EntryRow } from './entries.repository.ts';
import { rankName } from './settle-entry.ts';

const iso = (at: Date | null): string | null => at?.toISOString() ?? null;
const known = (ids: readonly (string | null)[]): string[] => [...new Set(ids.filter((id) => id !== null))];

async function namesOf(sql: Sql, reader: Principal, contactIds: readonly string[]): Promise<Map<string, string>> {
  if (contactIds.length === 0) return new Map();
  const rows = await sql<{ id: string; name: string }[]>`
    select c.id, c.name from contacts c where c.id = any(${[...contactIds]}::text[]) and ${visibleContacts(sql, reader)}`;
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export async function viewAttempts(sql: Sql, reader: Principal, rows: readonly AttemptRow[]): Promise<Attempt[]> {
  const [names, agents] = await Promise.all([
    namesOf(sql, reader, known(rows.map(({ contact_id }) => contact_id))),
    readAgentRecords(sql, known(rows.map(({ agent_id }) => agent_id))),
  ]);
  return rows.map((row) => {
    const agent = row.agent_id === null ? undefined : agents.get(row.agent_id);
    return {
      id: row.id,
      campaignId: row.campaign_id,
      callListId: row.call_list_id,
      entryId: row.entry_id,
      contactId: row.contact_id,
      contactName: names.get(row.contact_id) ?? null,
      number: { raw: row.e164, e164: row.e164, withheld: false },
      agent: agent ? { id: agent.id, name: agent.name } : null,
      state: row.state,
      outcome: row.outcome,
      rank: rankName(row.rank),
      because: row.because,
      dispositionId: row.disposition_id,
      dispositionBy: row.disposition_by,
      callId: row.call_id,
      claimedAt: row.claimed_at.toISOString(),
      claimedUntil: iso(row.claimed_until),
      dialledAt: iso(row.dialled_at),
      pickedUpAt: iso(row.picked_up_at),
      connectedAt: iso(row.connected_at),
      endedAt: iso(row.ended_at),
      resultDueUntil: iso(row.result_due_until),
      talkSeconds: row.talk_seconds,
      version: row.version,
    };
  });
}

export async function viewEntries(sql: Sql, reader: Principal, rows: readonly EntryRow[]): Promise<Entry[]> {
  const [names, agents] = await Promise.all([
    namesOf(sql, reader, known(rows.map(({ contact_id }) => contact_id))),
    readAgentRecords(sql, known(rows.map(({ callback_agent_id }) => callback_agent_id))),
  ]);
  return rows.map((row) => {
    const agent = row.callback_agent_id === null ? undefined : agents.get(row.callback_agent_id);
    return {
      id: row.id,
      callListId: row.call_list_id,
      contactId: row.contact_id,
      contactName: names.get(row.contact_id) ?? null,
      state: row.state,
      rank: rankName(row.rank),
      priority: row.priority,
      dueAt: iso(row.due_at),
      timeZone: row.time_zone,
      attempts: row.attempts,
      lastOutcome: row.last_outcome as Entry['lastOutcome'],
      lastDispositionId: row.last_disposition_id,
      lastAttemptAt: iso(row.last_attempt_at),
      callbackAgent: agent ? { id: agent.id, name: agent.name } : null,
      because: row.because,
      version: row.version,
    };
  });
}
