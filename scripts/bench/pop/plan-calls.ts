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
  /** Telephones of the consoles that are watched: each is called once in `watchedEverySeconds`, and free before the next call. */
  watched: readonly string[];
  watchedEverySeconds: number;
  /** The others, called in turn. */
  others: readonly string[];
};

/** Callers who call again and again, so that cards have a history. */
const regulars = 150;

/** Calls at an even pace, a little before or after their beat; the watched telephones at their places among them. */
export function planCalls(options: CallPlanOptions): PlannedCall[] {
  const { seconds, callsPerSecond, people, watched, watchedEverySeconds, others } = options;
  const random = seededRandom(7);
  const beatMs = 1_000 / callsPerSecond;
  const places = callsPerSecond * watchedEverySeconds;
  let turn = 0;
  return Array.from({ length: seconds * callsPerSecond }, (_, index) => {
    const slot = watchedSlot(index % places, places, watched.length);
    const extension = slot === null ? (others[turn++ % others.length] as string) : (watched[slot] as string);
    const isLost = slot === null && random.chance(0.1);
    return {
      atMs: index * beatMs + random.between(0, beatMs * 0.8),
      person: index % 3 === 0 ? (index / 3) % regulars : regulars + Math.floor(random.next() * (people - regulars)),
      extension,
      ringMs: 1_500,
      talkMs: isLost ? null : 2_500,
    };
  });
}

/** The watched telephones lie evenly among the places; null: this place is somebody else's. */
function watchedSlot(place: number, places: number, watched: number): number | null {
  const slots = Array.from({ length: watched }, (_, index) => Math.floor((index * places) / watched));
  const found = slots.indexOf(place);
  return found < 0 ? null : found;
}
