/**
 * Ends the calls that their bridge knows nothing of, so that none stays open for ever: each by a fact of its own, stored
 * and projected like any other, marked `endInferred`. What the bridge says of the call later counts more.
 */
import type { OpenCalls } from '../../../pbx-bridge/contract/bridge-protocol.ts';
import type { Tx } from '../../platform/database/database.ts';
import {
  appendEvents,
  type EventSource,
  lockJournal,
  markAcked,
  markCallsTold,
  readHeardSince,
  readNewestOf,
  readSilentBridges,
  type SilentBridge,
} from '../../platform/event-store/event-store.ts';
import type { Platform } from '../../platform/platform.ts';
import type { ProjectEvents } from '../pbx/ingest.ts';
import { openCallsOfBridge } from './calls.repository.ts';
import { closeCall } from './close-call.ts';

export interface UnheardCallsDeps extends Pick<Platform, 'database' | 'clock' | 'logger'> {
  project: ProjectEvents;
}

/** Facts of ends that nobody heard have a journal of their own. */
const journalId = 'ended-unheard';

/** A bridge that was silent so long does not come back to its calls; the bridge gives up a silent Asterisk after as long. */
export const lostAfterMs = 3_600_000;

/**
 * A bridge has said which calls it holds open; everything it said before is committed. Calls that are open here and not
 * there ended after the bridge last said that they were open: that is taken for their end, or the last fact if it is later.
 * @returns how many were ended
 */
export async function closeUnheardCalls(deps: UnheardCallsDeps, source: EventSource, open: OpenCalls): Promise<number> {
  return deps.database.transaction(async (tx) => {
    const heldUntil = await markCallsTold(tx, source, open.at);
    const upTo = { journalId: source.journalId, sequence: open.afterSequence };
    const known = await openCallsOfBridge(tx, source.bridgeId, upTo);
    const held = new Set(open.callIds);
    const callIds = known.filter((id) => !held.has(id));
    return endCalls(tx, deps, { bridgeId: source.bridgeId, callIds, heldUntil });
  });
}

/** Ends the calls of bridges that have said nothing for an hour: switched off, removed, or never again in step with their PBX. */
export async function closeLostCalls(deps: UnheardCallsDeps): Promise<number> {
  const silentSince = new Date(deps.clock.now().getTime() - lostAfterMs);
  return deps.database.transaction(async (tx) => {
    let ended = 0;
    for (const bridge of await readSilentBridges(tx, silentSince)) {
      const open = await openCallsOfBridge(tx, bridge.bridgeId);
      const heard = await readHeardSince(tx, open, silentSince);
      const callIds = open.filter((id) => !heard.has(id));
      ended += await endCalls(tx, deps, { ...bridge, callIds });
    }
    return ended;
  });
}

interface Ending extends SilentBridge {
  callIds: readonly string[];
}

async function endCalls(tx: Tx, deps: UnheardCallsDeps, { bridgeId, callIds, heldUntil }: Ending): Promise<number> {
  if (callIds.length === 0) return 0;
  const own: EventSource = { bridgeId, journalId };
  const acked = await lockJournal(tx, own);
  const newest = [...(await readNewestOf(tx, callIds)).values()].filter(({ type }) => type !== 'call.merged');
  const events = newest.map((known, index) => ({
    ...closeCall(known, heldUntil?.getTime() ?? 0),
    sequence: acked + index + 1,
  }));
  if (events.length === 0) return 0;
  const fresh = await appendEvents(tx, own, events, acked);
  await markAcked(tx, own, acked + events.length);
  if (fresh.length > 0) await (await deps.project(tx, own, fresh)).answers;
  deps.logger.warn({ bridgeId, calls: fresh.length }, 'calls that their bridge does not know any more were ended');
  return fresh.length;
}
