/**
 * What pacing remembers of a campaign's attempts. It is folded from facts of the attempts table, so a server that starts
 * again folds the rows of the window in order of time and knows what it knew before.
 */
import { type AnswerWindow, countAnswer, emptyWindow } from './answer-window.ts';
import { addDuration, type DurationCounts, keptShare, noDurations } from './duration-counts.ts';

interface AttemptFact {
  attemptId: string;
  /** When it happened, ms; the same within a minute each time the fact is told. */
  at: number;
}

/**
 * One thing that became of an attempt. `ringSeconds` counts from dialling.
 * live-answer: a person took it · machine: an answering machine did · unanswered: anything else (busy, failed, rang out)
 * · abandoned: a person took it and no agent came in time · finished: the agent is free again.
 */
export type PacingEvent = AttemptFact &
  (
    | { kind: 'live-answer' | 'machine' | 'unanswered'; ringSeconds: number }
    | { kind: 'abandoned' }
    | { kind: 'finished'; talkSeconds: number; wrapUpSeconds: number }
  );

export interface PacingMemory {
  /** Time of the newest fact, ms. */
  newestAt: number;
  /** Facts already counted, by minute, of the last hour. */
  seen: readonly { minute: number; facts: readonly string[] }[];
  window: AnswerWindow;
  /** Lines that came to an end of ringing, those a person answered, each with its fading weight. */
  ended: { lines: number; live: number; at: number };
  ringToLive: DurationCounts;
  /** Lines that nobody answered, or a machine. */
  ringToOther: DurationCounts;
  talk: DurationCounts;
  wrapUp: DurationCounts;
}

const MINUTE_MS = 60_000;
/** A fact that is told later than this after newer ones is not counted: whether it was counted before is forgotten. */
const LATE_MINUTES = 60;
/** The answer rate swings through the day: a line weighs 1/e after twenty minutes. */
const FORGET_RATE_MS = 20 * MINUTE_MS;
/** Lines the rate stands on at least, however long ago: below it would follow luck. */
const LEAST_LINES = 60;

/** A campaign that has not dialled yet. The window is that of its settings; when it changes, fold anew. */
export function startMemory(abandonWindowSeconds: number): PacingMemory {
  return {
    newestAt: Number.NEGATIVE_INFINITY,
    seen: [],
    window: emptyWindow(abandonWindowSeconds),
    ended: { lines: 0, live: 0, at: 0 },
    ringToLive: noDurations,
    ringToOther: noDurations,
    talk: noDurations,
    wrapUp: noDurations,
  };
}

/**
 * Folds one fact. Total: a fact told twice, out of order within the hour, or with numbers that make no sense changes no
 * count twice and throws nothing. What is kept does not grow with the number of attempts.
 */
export function reducePacing(memory: PacingMemory, event: PacingEvent): PacingMemory {
  if (!Number.isFinite(event.at)) return memory;
  const newestAt = Math.max(memory.newestAt, event.at);
  const seen = noteFact(memory.seen, event, newestAt);
  return seen === null ? memory : learn({ ...memory, newestAt, seen }, event);
}

/** The facts with this one among them; null when it was there, or is too late to tell. */
function noteFact(seen: PacingMemory['seen'], event: PacingEvent, newestAt: number): PacingMemory['seen'] | null {
  const minute = Math.floor(event.at / MINUTE_MS);
  const oldest = Math.floor(newestAt / MINUTE_MS) - LATE_MINUTES;
  if (minute < oldest) return null;
  const fact = `${event.kind} ${event.attemptId}`;
  // The row of a fact may carry another clock's reading of its moment than the fact did.
  const isTold = seen.some((each) => Math.abs(each.minute - minute) <= 1 && each.facts.includes(fact));
  if (isTold) return null;
  const known = seen.find((each) => each.minute === minute);
  const noted = { minute, facts: [...(known?.facts ?? []), fact] };
  return [...seen.filter((each) => each.minute >= oldest && each.minute !== minute), noted];
}

function learn(memory: PacingMemory, event: PacingEvent): PacingMemory {
  switch (event.kind) {
    case 'live-answer':
      return {
        ...memory,
        window: countAnswer(memory.window, 'live', event.at, memory.newestAt),
        ended: countEnded(memory.ended, event.at, 1),
        ringToLive: addDuration(memory.ringToLive, event.ringSeconds, event.at),
      };
    case 'machine':
    case 'unanswered':
      return {
        ...memory,
        ended: countEnded(memory.ended, event.at, 0),
        ringToOther: addDuration(memory.ringToOther, event.ringSeconds, event.at),
      };
    case 'abandoned':
      return { ...memory, window: countAnswer(memory.window, 'abandoned', event.at, memory.newestAt) };
    case 'finished':
      return {
        ...memory,
        talk: addDuration(memory.talk, event.talkSeconds, event.at),
        wrapUp: addDuration(memory.wrapUp, event.wrapUpSeconds, event.at),
      };
    default:
      // Facts come from a table: a word of a newer version is nothing to fall over.
      event satisfies never;
      return memory;
  }
}

function countEnded(ended: PacingMemory['ended'], at: number, live: 0 | 1): PacingMemory['ended'] {
  const kept = keptShare(ended.lines, at - ended.at, FORGET_RATE_MS, LEAST_LINES);
  return { lines: ended.lines * kept + 1, live: ended.live * kept + live, at: Math.max(at, ended.at) };
}

/** Share of dialled lines that a person answers, 0 to 1; null before any line ended. */
export function answerRateOf(memory: PacingMemory): number | null {
  return memory.ended.lines > 0 ? memory.ended.live / memory.ended.lines : null;
}
