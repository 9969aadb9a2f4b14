/** What became of the call to somebody who kept their place. */
import type { QueueCallbackState } from '../../contract/queue-callbacks.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { callbackChanged } from './ask-callback.usecases.ts';
import type { QueueCallbackFacts } from './queue-callbacks.events.ts';
import { type CallbackRow, lockCallbackOf, updateCallback } from './queue-callbacks.repository.ts';

/** An agent whose telephone did not pick up: somebody else is tried after this. */
const agentRestMs = 10_000;

export async function closeCallback(
  { clock, facts }: Pick<Platform, 'clock' | 'facts'>,
  tx: Tx,
  row: CallbackRow,
  state: Extract<QueueCallbackState, 'reached' | 'gave-up' | 'expired' | 'cancelled'>,
): Promise<CallbackRow> {
  if (row.closed_at !== null) return row;
  const now = clock.now();
  const closed = await updateCallback(tx, row.id, { state, closed_at: now, since: now });
  await facts.append<QueueCallbackFacts>(tx, callbackChanged(closed));
  return closed;
}

/** Back into the line, in its old place. */
export async function waitAgain(
  { clock, facts }: Pick<Platform, 'clock' | 'facts'>,
  tx: Tx,
  row: CallbackRow,
  { afterMs, tries }: { afterMs: number; tries: number },
): Promise<void> {
  const now = clock.now();
  const columns = { state: 'waiting' as const, originate_id: null, agent_id: null, tries, since: now };
  const waiting = await updateCallback(tx, row.id, { ...columns, next_at: new Date(now.getTime() + afterMs) });
  await facts.append<QueueCallbackFacts>(tx, callbackChanged(waiting));
}

/** The call that an agent was given: answered, or over. */
export async function followCallbackCall(platform: Platform, tx: Tx, call: StoredCall): Promise<void> {
  if (call.originateId === null) return;
  const row = await lockCallbackOf(tx, call.originateId);
  if (!row || row.closed_at !== null) return;
  if (call.answeredAt !== null) return void (await closeCallback(platform, tx, row, 'reached'));
  if (call.state !== 'ended') return;
  // The agent's own telephone was not picked up: the customer was never dialled.
  if (!call.agents.some(({ tookPart }) => tookPart))
    return waitAgain(platform, tx, row, { afterMs: agentRestMs, tries: row.tries });
  const { queueCallbacks } = await readSettings(platform, tx);
  const tries = row.tries + 1;
  if (tries >= queueCallbacks.tries) {
    const tried = await updateCallback(tx, row.id, { tries });
    return void (await closeCallback(platform, tx, tried, 'gave-up'));
  }
  return waitAgain(platform, tx, row, { afterMs: queueCallbacks.againAfterMinutes * 60_000, tries });
}

/** The click came to nothing before there was a call. */
export async function callbackNotPlaced(platform: Platform, tx: Tx, originateId: string): Promise<void> {
  const row = await lockCallbackOf(tx, originateId);
  if (row?.state === 'calling') await waitAgain(platform, tx, row, { afterMs: agentRestMs, tries: row.tries });
}
