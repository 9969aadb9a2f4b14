/**
 * Cards on the live link: whatever a card shows of other records (earlier calls, tasks, missed calls) may change while it
 * lies open; whoever has it open then gets it anew.
 */
import type { Task } from '../../contract/calls.contract.ts';
import { rooms } from '../../contract/live-events.ts';
import { type LiveContext, type LiveMapping, type LiveMessage, liveMapping } from '../../platform/realtime/live.ts';
import { cardFor, readCardMaterial, readNames } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import type { CallFacts } from './calls.events.ts';
import { readCalls, type Somebody, selectShownCallsWith } from './calls.repository.ts';
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

/** Facts of others after which a card may show something else. */
type Related = Pick<CallFacts, 'call.ended' | 'call.corrected' | 'call.worked'> & {
  'task.changed': { task: Task };
} & Record<(typeof missedCallFacts)[number], { missedCallId: string }>;

type Payload = Related[keyof Related];

/** Whom a fact is about, and the call that need not be told of itself. */
async function somebodyOf(
  { neighbours }: CallsDeps,
  { database }: LiveContext,
  payload: Payload,
): Promise<Somebody & { exceptId: string | null }> {
  if ('call' in payload) {
    const { contactId, customer, id } = payload.call;
    return { contactId, e164: customer?.e164 ?? null, exceptId: id };
  }
  if ('task' in payload) return { contactId: payload.task.contactId, e164: null, exceptId: null };
  const customer = await neighbours.customerOfMissedCall(database.sql, payload.missedCallId);
  return { contactId: customer?.contactId ?? null, e164: customer?.e164 ?? null, exceptId: null };
}

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
    on: ['call.ended', 'call.corrected', 'call.worked', 'task.changed', ...missedCallFacts],
    async toMessages(fact, context) {
      const { exceptId, ...who } = await somebodyOf(deps, context, fact.payload);
      if (who.contactId === null && who.e164 === null) return [];
      const calls: StoredCall[] = await selectShownCallsWith(context.database.sql, who, deps.clock.now());
      const others = calls.filter(({ id }) => id !== exceptId);
      const messages = await Promise.all(others.map(({ id }) => perCall(id, () => cardMessages(deps, context, id))));
      return messages.flat();
    },
  });
