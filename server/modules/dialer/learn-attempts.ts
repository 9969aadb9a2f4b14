/** Pure: what an attempt teaches the pacing of its campaign, from its row. The same row told again teaches nothing new. */
import type { LearntRow } from './dialer.repository.ts';
import { type PacingEvent, type PacingMemory, reducePacing } from './pacing-memory.ts';

const seconds = (from: Date | null, to: Date): number =>
  from === null ? 0 : Math.max(0, (to.getTime() - from.getTime()) / 1000);

/** In order of time. What was never dialled teaches nothing. */
export function eventsOf(row: LearntRow): PacingEvent[] {
  const { id: attemptId, outcome, dialled_at, picked_up_at, ended_at, finished_at } = row;
  if (dialled_at === null) return [];
  const events: PacingEvent[] = [];
  const at = (ended_at ?? finished_at)?.getTime() ?? 0;
  const ringSeconds = seconds(dialled_at, picked_up_at ?? ended_at ?? dialled_at);
  if (picked_up_at !== null && outcome !== 'machine') {
    events.push({ kind: 'live-answer', attemptId, at: picked_up_at.getTime(), ringSeconds });
  }
  if (outcome === 'machine') events.push({ kind: 'machine', attemptId, at, ringSeconds });
  else if (outcome === 'abandoned') events.push({ kind: 'abandoned', attemptId, at });
  else if (outcome === 'answered' && finished_at !== null) {
    const { talk_seconds: talkSeconds, wrap_up_seconds: wrapUpSeconds } = row;
    events.push({ kind: 'finished', attemptId, at: finished_at.getTime(), talkSeconds, wrapUpSeconds });
  } else if (outcome !== null && picked_up_at === null) events.push({ kind: 'unanswered', attemptId, at, ringSeconds });
  return events;
}

/** The memory with everything these rows tell. */
export function learnFrom(memory: PacingMemory, rows: readonly LearntRow[]): PacingMemory {
  const events = rows.flatMap(eventsOf).sort((a, b) => a.at - b.at);
  return events.reduce(reducePacing, memory);
}
