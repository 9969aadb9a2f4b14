/** A caller presses a key in a queue: agreed, and the place is kept; or refused, and they wait on. */

import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { isDoNotCall } from '../contacts/contact-refs.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { QueueCallbackFacts, QueueCallbackRefusal } from './queue-callbacks.events.ts';
import { type CallbackRow, countOpen, insertCallback } from './queue-callbacks.repository.ts';

export const callbackChanged = (row: CallbackRow) => ({
  type: 'queue-callback.changed' as const,
  subject: row.call_id,
  payload: {
    queueCallbackId: row.id,
    callId: row.call_id,
    bridgeId: row.bridge_id,
    queue: row.queue,
    state: row.state,
    agentId: row.agent_id,
  },
});

async function refusalOf(
  platform: Platform,
  tx: Tx,
  call: StoredCall,
  place: { queue: string | null; e164: string | null },
): Promise<QueueCallbackRefusal | null> {
  const { queueCallbacks } = await readSettings(platform, tx);
  if (!queueCallbacks.on) return 'off';
  if (place.queue === null) return 'no-queue';
  if (place.e164 === null) return 'no-number';
  if (await isDoNotCall(tx, place.e164)) return 'do-not-call';
  const waiting = await countOpen(tx, { bridge_id: call.bridgeId, queue: place.queue });
  return waiting >= queueCallbacks.maxPerQueue ? 'too-many' : null;
}

/** Harmless to repeat. Somebody who asks again while waiting for a call keeps the first place. */
export async function askCallback(platform: Platform, tx: Tx, call: StoredCall): Promise<void> {
  const { clock, facts, ids } = platform;
  const visit = call.queueVisits.at(-1);
  const queue = visit?.queue ?? call.queue;
  const e164 = call.customer?.withheld ? null : (call.customer?.e164 ?? null);
  const because = await refusalOf(platform, tx, call, { queue, e164 });
  if (because !== null || queue === null || e164 === null) {
    const payload = { callId: call.id, bridgeId: call.bridgeId, because: because ?? 'no-number' };
    const id = `${call.id}:callback-refused`;
    await facts.append<QueueCallbackFacts>(tx, { type: 'queue-callback.refused', id, subject: call.id, payload });
    return;
  }
  const { queueCallbacks } = await readSettings(platform, tx);
  const now = clock.now();
  const row = await insertCallback(tx, {
    id: ids('qcb'),
    call_id: call.id,
    bridge_id: call.bridgeId,
    queue,
    e164,
    contact_id: call.contactId,
    joined_at: new Date(visit?.joinedAt ?? call.startedAt),
    asked_at: now,
    expires_at: new Date(now.getTime() + queueCallbacks.expiresAfterMinutes * 60_000),
    state: 'waiting',
    tries: 0,
    // The telephone that asked must be put down first.
    next_at: new Date(now.getTime() + 5_000),
    agent_id: null,
    originate_id: null,
    since: now,
    closed_at: null,
  });
  if (row) await facts.append<QueueCallbackFacts>(tx, callbackChanged(row));
  else {
    const [known] = await tx<CallbackRow[]>`select * from queue_callbacks where e164 = ${e164} and closed_at is null`;
    // Told for this call, which waits for the answer.
    const id = `${call.id}:callback-again`;
    if (known) await facts.append<QueueCallbackFacts>(tx, { ...callbackChanged({ ...known, call_id: call.id }), id });
  }
}
