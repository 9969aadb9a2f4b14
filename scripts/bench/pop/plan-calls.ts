/** Which telephone is called when, and what becomes of it. Pure: a seed repeats it. */
import { seededRandom } from '../../pbx-lab/seeded-random.ts';

export type PlannedCall = {
  /** From the start, milliseconds. */
  atMs: number;
  /** Index of the person who calls. */
  person: number;
  extension: string;
  /** Milliseconds of ringing and of talk; null: the caller gives up instead of an answer. */
  ringMs: number;
  talkMs: number | null;
};

export type CallPlanOptions = {
  seconds: number;
  callsPerSecond: number;
  people: number;
  /** Telephones of the consoles that are watched: each is called once a second, and is free again before the next call. */
  watched: readonly string[];
  /** The others, called in turn. */
  others: readonly string[];
};

/** Callers who call again and again, so that cards have a history. */
const regulars = 150;

/** Calls at an even pace, a little before or after their beat; the watched telephones first in each second. */
export function planCalls(options: CallPlanOptions): PlannedCall[] {
  const { seconds, callsPerSecond, people, watched, others } = options;
  const random = seededRandom(7);
  const beatMs = 1_000 / callsPerSecond;
  let turn = 0;
  return Array.from({ length: seconds * callsPerSecond }, (_, index) => {
    const slot = watchedSlot(index % callsPerSecond, callsPerSecond, watched.length);
    const extension = slot === null ? (others[turn++ % others.length] as string) : (watched[slot] as string);
    const isLost = slot === null && random.chance(0.1);
    return {
      atMs: index * beatMs + random.between(0, beatMs * 0.8),
      person: index % 3 === 0 ? (index / 3) % regulars : regulars + Math.floor(random.next() * (people - regulars)),
      extension,
      ringMs: slot === null ? 1_500 : 350,
      talkMs: isLost ? null : slot === null ? 3_000 : 150,
    };
  });
}

/** The watched telephones lie evenly in a second; null: this place is somebody else's. */
function watchedSlot(place: number, places: number, watched: number): number | null {
  const slots = Array.from({ length: watched }, (_, index) => Math.floor((index * places) / watched));
  const found = slots.indexOf(place);
  return found < 0 ? null : found;
}
