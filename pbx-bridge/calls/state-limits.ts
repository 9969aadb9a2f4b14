/** What keeps the state small whatever happens: how much is remembered of what has ended. */
import { type BucketMap, emptyMap } from './bucket-map.ts';
import { isUnansweredOriginate } from './call-people.ts';
import type { CallsState, OpenCall } from './call-state.ts';
import type { ChannelState } from './leg.ts';

/** How many ended channels and linkedids are remembered at least (twice that at most). */
const TAIL = 1000;
/** Legs of one call that are listed; older ones that never talked are folded into ring totals per device. */
const MOST_LEGS = 60;
const MOST_FOLDED = 200;
/** Calls kept for an OriginateResponse that comes after the Hangup. */
const MOST_UNANSWERED = 8;

/** The memory of ended ids with a grown younger generation; the older one goes when the younger is full. */
export function rememberEnded(ended: CallsState['ended'], young: BucketMap<true>): CallsState['ended'] {
  if (young === ended.young) return ended;
  return young.size < TAIL ? { young, old: ended.old } : { young: emptyMap(), old: young };
}

/** The last calls that rang a phone for an Originate in vain, with `call` if it is one. */
export function rememberUnanswered(known: readonly OpenCall[], call: OpenCall): readonly OpenCall[] {
  return isUnansweredOriginate(call) ? [...known, call].slice(-MOST_UNANSWERED) : known;
}

/** The legs of a call with room for one more; the ring time of one that must go is kept in `call.folded`. */
export function makeRoomForLeg(call: OpenCall): readonly ChannelState[] {
  if (call.channels.length < MOST_LEGS) return call.channels;
  const drop = call.channels.find((channel) => channel.endedAt !== null && channel.talk.length === 0);
  if (!drop) return call.channels;
  if (drop.kind === 'agent' && drop.ringingAt !== null) {
    const seconds = ((drop.ringEndedAt ?? drop.endedAt ?? drop.ringingAt) - drop.ringingAt) / 1000;
    const before = call.folded.find((entry) => entry.interface === drop.interface);
    const others = call.folded.filter((entry) => entry !== before);
    const sum = { interface: drop.interface, seconds: (before?.seconds ?? 0) + seconds };
    call.folded = [...others, sum].slice(-MOST_FOLDED);
  }
  return call.channels.filter((channel) => channel !== drop);
}
