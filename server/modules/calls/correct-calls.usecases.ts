/**
 * Calls that were reduced again from the raw copy, after a rule of the bridge was mended, become facts of their own: nothing
 * that was stored is changed, the newer fact counts. What people said stays; a call that turns out to have ended in
 * another way is told (missed calls follow), as after `calls rebuild`.
 */
import { createHash } from 'node:crypto';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';
import type { Tx } from '../../platform/database/database.ts';
import {
  appendEvents,
  type EventSource,
  lockJournal,
  markAcked,
  readNewestOf,
} from '../../platform/event-store/event-store.ts';
import { type Correction, decideCorrection, type ReducedEnd } from './decide-correction.ts';
import { type RebuildDeps, remakeCalls } from './rebuild-calls.usecases.ts';

/** What became of one call. */
export interface CorrectedCall {
  correction: Correction;
  /** What the log was made from; null when it did not know the call. */
  known: CallEvent | null;
  now: ReducedEnd;
}

/** Facts of corrections have a journal of their own. */
const journalId = 'reduced-again';

/**
 * Takes the ends of calls of one bridge, in the order in which they were said. A dry run looks and changes nothing.
 * @returns one entry for each call given
 */
export async function correctCalls(
  deps: RebuildDeps,
  bridgeId: string,
  ends: readonly ReducedEnd[],
  { isDryRun = false } = {},
): Promise<CorrectedCall[]> {
  const source = { bridgeId, journalId };
  return deps.database.transaction(async (tx) => {
    const acked = await lockJournal(tx, source);
    const newest = await readNewestOf(
      tx,
      ends.map(({ callId }) => callId),
    );
    const corrected = ends.map((now): CorrectedCall => {
      const known = newest.get(now.callId) ?? null;
      return { correction: decideCorrection(known, now), known, now };
    });
    const wrong = corrected.filter(({ correction }) => correction === 'missing' || correction === 'differs');
    if (wrong.length > 0 && !isDryRun) await append(tx, deps, source, acked, wrong);
    return corrected;
  });
}

async function append(
  tx: Tx,
  deps: RebuildDeps,
  source: EventSource,
  acked: number,
  wrong: readonly CorrectedCall[],
): Promise<void> {
  const events = wrong.map(
    (call, index): CallEvent => ({
      ...call.now,
      type: call.known === null || call.now.type === 'call.merged' ? call.now.type : 'call.updated',
      id: correctionId(call),
      sequence: acked + index + 1,
      bridgeId: source.bridgeId,
      recordedAt: laterThan(call.known, deps.clock.now()),
    }),
  );
  const stored = await appendEvents(tx, source, events, acked);
  await markAcked(tx, source, acked + events.length);
  const fresh = stored.flatMap((event) => ('call' in event ? [{ ...source, event }] : []));
  if (fresh.length > 0) await remakeCalls(tx, deps, fresh);
}

/** The newest fact is the one written down last; the bridge's clock may be ahead of ours. */
const laterThan = (known: CallEvent | null, now: Date): string =>
  new Date(Math.max(now.getTime(), known === null ? 0 : Date.parse(known.recordedAt) + 1)).toISOString();

/** The same correction of the same fact is one fact, however often it is made. */
const correctionId = ({ known, now: { callId, type, mergedInto, call } }: CorrectedCall): string => {
  const content = JSON.stringify([known?.id ?? null, callId, type, mergedInto, call]);
  return `fact_${createHash('sha256').update(content).digest('hex').slice(0, 32)}`;
};
