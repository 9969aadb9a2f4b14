/** Pure: what a call that was reduced again changes in the log. */
import { isDeepStrictEqual } from 'node:util';
import type { CallRecord } from '../../../pbx-bridge/contract/call-record.ts';
import type { CallEvent } from '../../../pbx-bridge/contract/pbx-events.ts';

/** The last thing said of a call when it was reduced again: its end, or that it is part of another one. */
export type ReducedEnd = Omit<CallEvent, 'sequence' | 'bridgeId' | 'recordedAt'>;

/**
 * same: the log is right. missing: it does not know the call. differs: it says something else. half-seen: only the later
 * part of the call was read, the log knows better. apart: two calls were joined that should not have been; what people
 * said of them cannot be parted by a program.
 */
export type Correction = 'same' | 'missing' | 'differs' | 'half-seen' | 'apart';

/** Two readings of one call begin within this of each other, milliseconds. */
const sameBeginMs = 2_000;

/** @param known the newest fact that the log was made from, or null when there is none */
export function decideCorrection(
  known: Pick<CallEvent, 'type' | 'mergedInto' | 'call'> | null,
  now: ReducedEnd,
): Correction {
  if (known === null) return 'missing';
  const isMerged = now.type === 'call.merged';
  if (known.type === 'call.merged') return isMerged && known.mergedInto === now.mergedInto ? 'same' : 'apart';
  const began = (call: CallRecord) => Date.parse(call.startedAt);
  if (began(now.call) - began(known.call) > sameBeginMs) return 'half-seen';
  if (isMerged) return 'differs';
  // As it came: the log keeps JSON.
  return isDeepStrictEqual(known.call, JSON.parse(JSON.stringify(now.call))) ? 'same' : 'differs';
}
