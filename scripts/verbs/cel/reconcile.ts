/** Pure: our calls held against Asterisk's own book. */

import { createTalkClock, type TalkClock } from './cel-talk.ts';
import type { CelEvent } from './read-cel.ts';

export interface OurCall {
  id: string;
  direction: string;
  state: string;
  endInferred: boolean;
  talkSeconds: number;
  /** Uniqueids of the outside party's legs; of all our legs when the call is internal. */
  talkers: string[];
}

export interface OurCalls {
  /** Every call that claims this linkedid. */
  byLinkedId: ReadonlyMap<string, readonly string[]>;
  calls: ReadonlyMap<string, OurCall>;
}

export interface Reconciliation {
  linkedIds: number;
  calls: number;
  /** Largest difference of bridged seconds among calls that agree. */
  largestDifference: number;
  /** One sentence for each. */
  differences: string[];
}

export interface CelBook {
  linkedIds: Set<string>;
  clock: TalkClock;
  take(event: CelEvent): void;
}

export function createCelBook(): CelBook {
  const linkedIds = new Set<string>();
  const clock = createTalkClock();
  return {
    linkedIds,
    clock,
    take(event) {
      linkedIds.add(event.linkedId);
      clock.take(event);
    },
  };
}

const withinSeconds = 0.2;

/** Every linkedid belongs to exactly one call of ours, and the bridged seconds agree. */
export function reconcile(book: CelBook, ours: OurCalls): Reconciliation {
  const differences: string[] = [];
  const found = new Set<string>();
  for (const linkedId of book.linkedIds) {
    const calls = ours.byLinkedId.get(linkedId) ?? [];
    if (calls.length === 0) differences.push(`linkedid ${linkedId} belongs to no call`);
    if (calls.length > 1)
      differences.push(`linkedid ${linkedId} belongs to ${calls.length} calls: ${calls.join(', ')}`);
    for (const id of calls) found.add(id);
  }
  let largestDifference = 0;
  for (const id of found) {
    const call = ours.calls.get(id);
    if (!call) continue;
    if (call.state !== 'ended') {
      differences.push(`call ${id} is still ${call.state}`);
      continue;
    }
    // An end that nobody saw has no exact time to compare.
    if (call.endInferred) continue;
    const bridged = book.clock.talkOf(call.talkers);
    const difference = Math.abs(bridged - call.talkSeconds);
    if (difference <= withinSeconds) largestDifference = Math.max(largestDifference, difference);
    else {
      differences.push(
        `call ${id}: ${call.talkSeconds.toFixed(3)} s of talk, Asterisk bridged ${bridged.toFixed(3)} s (${call.direction})`,
      );
    }
  }
  return { linkedIds: book.linkedIds.size, calls: found.size, largestDifference, differences };
}
