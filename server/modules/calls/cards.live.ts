/**
 * Cards on the live link: whatever a card shows of other records (earlier calls, tasks, missed calls) may change while it
 * lies open; whoever has it open then gets it anew.
 */

import { rooms } from '../../contract/live-events.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { type LiveContext, type LiveMapping, type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import { cardFor, readCardMaterial, readNames } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import type { CallFacts } from './calls.events.ts';
import { type People, readCalls, selectShownCallsWith } from './calls.repository.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { desksOf } from './live-changes.ts';

export type PerCall = <T>(callId: string, work: () => Promise<T>) => Promise<T>;

/** Missed calls stand above: only the names of their facts and what is read of them are known. */
const missedCallFacts = [
  'missed-call.opened',
  'missed-call.missed-again',
  'missed-call.resolved',
  'missed-call.archived',
  'missed-call.reopened',
  'missed-call.relinked',
  'missed-call.merged',
] as const;

/** Deals stand above as well; their facts name the people whose cards may show them. */
const dealFacts = ['deal.created', 'deal.changed', 'deal.moved', 'deal.deleted', 'deal.restored'] as const;

/** A debt changed hands between people: whose card it left is not known any more. */
const movedDebt: ReadonlySet<string> = new Set<(typeof missedCallFacts)[number]>([
  'missed-call.relinked',
  'missed-call.merged',
]);

/** Facts of others after which a card may show something else. */
type Related = Pick<CallFacts, 'call.ended' | 'call.corrected' | 'call.worked' | 'call.relinked'> & {
  'task.changed': { task: Task; previousContactId?: string | null };
  'task.deleted': { task: Task; previousContactId?: undefined };
} & Record<(typeof missedCallFacts)[number], { missedCallId: string }> &
  Record<(typeof dealFacts)[number], { contactIds: string[] }>;

type Payload = Related[keyof Related];

/** Whom a fact is about; null: it may be anybody. */
async function peopleOf({ neighbours }: CallsDeps, sql: Sql, type: string, payload: Payload): Promise<People | null> {
  if (movedDebt.has(type)) return null;
  if ('call' in payload) return people([payload.call.contactId], payload.call.customer?.e164);
  if ('contactIds' in payload) return people(payload.contactIds);
  if ('task' in payload) return people([payload.task.contactId, payload.previousContactId]);
  const customer = await neighbours.customerOfMissedCall(sql, payload.missedCallId);
  return people([customer?.contactId], customer?.e164);
}

const people = (contactIds: readonly (string | null | undefined)[], e164?: string | null): People => ({
  contactIds: contactIds.filter((id) => id !== null && id !== undefined),
  e164: e164 ?? null,
});

async function cardMessages(deps: CallsDeps, { database }: LiveContext, callId: string): Promise<LiveMessage[]> {
  const { sql } = database;
  const [call] = await readCalls(sql, [callId]);
  const agentIds = call ? desksOf(call, deps.clock.now()) : [];
  if (!call || agentIds.length === 0) return [];
  const [names, material, readers] = await Promise.all([
    readNames(sql, deps.neighbours, [call]),
    readCardMaterial(sql, deps.neighbours, call),
    deps.neighbours.readersOfAgents(sql, agentIds),
  ]);
  return agentIds.flatMap((agentId): LiveMessage[] => {
    const reader = readers.get(agentId);
    if (!reader) return [];
    const card = cardFor(material, names, reader);
    return [{ rooms: [rooms.agent(agentId)], event: { name: 'card.changed', payload: { card } } }];
  });
}

export const cardMapping = (deps: CallsDeps, perCall: PerCall): LiveMapping =>
  liveMapping<Related>({
    on: [
      'call.ended',
      'call.corrected',
      'call.worked',
      'call.relinked',
      'task.changed',
      'task.deleted',
      ...missedCallFacts,
      ...dealFacts,
    ],
    async toMessages({ type, payload }, context) {
      const { sql } = context.database;
      const who = await peopleOf(deps, sql, type, payload);
      const calls: StoredCall[] = await selectShownCallsWith(sql, who, deps.clock.now());
      // The call itself is told by its own change.
      const exceptId = 'call' in payload ? payload.call.id : null;
      const others = calls.filter(({ id }) => id !== exceptId);
      const messages = await Promise.all(others.map(({ id }) => perCall(id, () => cardMessages(deps, context, id))));
      return messages.flat();
    },
  });
