/** What other modules ask of calls without a reader: the access is checked by whoever asks, or was with another record. */
import type { Leg } from '../../../pbx-bridge/contract/call-record.ts';
import type { Call } from '../../contract/calls.contract.ts';
import type { Sql, Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { actorOf, type Principal } from '../access/principal.ts';
import type { CallsOfOthers } from '../contacts/create-contact.usecases.ts';
import type { ViewNeighbours } from './call-neighbours.ts';
import { viewCalls } from './call-reading.ts';
import type { StoredCall } from './call-row.ts';
import type { CallFacts } from './calls.events.ts';
import {
  lockCalls,
  type PageOfMany,
  readCalls,
  readLegs,
  selectCallsOfContact,
  selectCallsOfMany,
  selectCallsWith,
  selectFirstInbound,
  writeDealIds,
} from './calls.repository.ts';
import { maySeeCall, visibleCalls } from './calls.usecases.ts';
import { currentCallId } from './merged-calls.ts';
import { tellChange } from './tell-change.ts';

/** A call as it stands now; the id of a call that was merged gives the call it was part of. Null: unknown. */
export async function readCallForServer(sql: Sql, callId: string): Promise<StoredCall | null> {
  const [call] = await readCalls(sql, [callId]);
  if (call) return call;
  const currentId = await currentCallId(sql, callId);
  return currentId === callId ? null : ((await readCalls(sql, [currentId]))[0] ?? null);
}

/** True when there is such a call and this reader may say something of it: who it was, for example. */
export async function mayWorkOn(sql: Sql, principal: Principal, callId: string): Promise<boolean> {
  const call = await readCallForServer(sql, callId);
  return call !== null && maySeeCall(principal, 'calls.work', call);
}

async function isMissed(sql: Sql, callId: string): Promise<boolean> {
  const call = await readCallForServer(sql, callId);
  return call?.direction === 'inbound' && call.state === 'ended' && call.outcome !== 'answered';
}

/** What is asked of calls when a person is made. */
export const callsForContacts: CallsOfOthers = {
  mayWorkOn,
  isMissed,
  async firstDialled(sql, { callId, numbers }) {
    const made = callId === undefined ? null : await readCallForServer(sql, callId);
    const own = made?.customer?.e164 ? [made.customer.e164] : [];
    const first = await selectFirstInbound(sql, { numbers: [...numbers, ...own], callId: made?.id ?? null });
    return first ?? (made?.direction === 'inbound' ? made.dialled : null);
  },
};

/** True when this person has not called us before. */
export async function isFirstOfContact(
  sql: Sql,
  { id, contactId, startedAt }: Pick<StoredCall, 'id' | 'contactId' | 'startedAt'>,
): Promise<boolean> {
  const earlier = await sql`
    select from calls where contact_id = ${contactId} and direction = 'inbound'
      and (started_at, id) < (${startedAt}::timestamptz, ${id}) limit 1`;
  return earlier.length === 0;
}

/** External calls with any of these E.164 numbers that began at `since` or later, newest first, 200 at most. */
export const readCallsWith = (sql: Sql, numbers: readonly string[], since: Date): Promise<StoredCall[]> =>
  selectCallsWith(sql, numbers, since, 200);

/** Calls of a person that this reader may see, newest first: a part of the time-line. */
export async function listCallsOfContact(
  sql: Sql,
  neighbours: ViewNeighbours,
  reader: Principal,
  page: { contactId: string; before: { at: string; id: string } | null; limit: number },
): Promise<Call[]> {
  const rows = await selectCallsOfContact(sql, visibleCalls(sql, reader, 'calls.read'), page);
  return viewCalls(sql, neighbours, rows, reader);
}

/** Those of these calls that this reader may see. */
export async function listCallsByIds(
  sql: Sql,
  neighbours: ViewNeighbours,
  reader: Principal,
  ids: readonly string[],
): Promise<Call[]> {
  const rows = (await readCalls(sql, ids)).filter((call) => maySeeCall(reader, 'calls.read', call));
  return viewCalls(sql, neighbours, rows, reader);
}

/** A deal was made from a call: the call shows it. Whoever asks has checked that the call may be worked on. */
export async function linkDealToCall(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'facts' | 'jobs'>,
  { callId, dealId, principal }: { callId: string; dealId: string; principal: Principal },
): Promise<void> {
  const before = (await lockCalls(tx, [callId])).get(callId);
  if (!before || before.dealIds.includes(dealId)) return;
  const after = { ...before, dealIds: [...before.dealIds, dealId], version: before.version + 1 };
  await writeDealIds(tx, after);
  await platform.facts.append<CallFacts>(tx, {
    type: 'call.worked',
    subject: callId,
    actor: actorOf(principal),
    payload: { call: after, changed: ['dealIds'] },
  });
  await tellChange(tx, platform, { before, after, now: platform.clock.now(), card: true });
}

/** Calls with any of these people or numbers that this reader may see, newest first. */
export async function listCallsOfMany(
  sql: Sql,
  neighbours: ViewNeighbours,
  reader: Principal,
  page: PageOfMany,
): Promise<Call[]> {
  const rows = await selectCallsOfMany(sql, visibleCalls(sql, reader, 'calls.read'), page);
  return viewCalls(sql, neighbours, rows, reader);
}

/** Legs of a call, in the order in which they began. */
export const readLegsForServer = (sql: Sql, callId: string): Promise<Leg[]> => readLegs(sql, callId);

/** The call that a command of ours made, once the PBX has told of it. */
export { callOfOriginate } from './call-requests.repository.ts';
