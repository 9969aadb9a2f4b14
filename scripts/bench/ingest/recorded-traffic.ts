/**
 * AMI traffic of a busy PBX, without end: recorded traces played again and again in many slots side by side, each copy as
 * new calls, merged in the order of their times.
 */
import { type RecordedBlock, type Stamp, stampBlock } from './restamp-trace.ts';

export type Traffic = {
  /** The next block on the wire and when it came; null when there is no more (only after `finish`). */
  next(): { text: string; at: number } | null;
  /** No new copies from now on: those that run go on to their ends. */
  finish(): void;
  /** How often each recording was begun. */
  readonly played: readonly number[];
};

type Slot = { recording: number; block: number; stamp: Stamp };

/**
 * `slots` copies run at any moment, their beginnings spread over `spreadSeconds`. Each slot plays the recordings in turn.
 * `startsAt` is the time of the first block in seconds since the epoch.
 */
export function playRecordings(
  recordings: readonly (readonly RecordedBlock[])[],
  options: { slots: number; spreadSeconds: number; startsAt: number },
): Traffic {
  const played = recordings.map(() => 0);
  let copies = 0;
  let isFinishing = false;

  const begin = (turn: number, number: number, atSeconds: number): Slot => {
    const recording = turn % recordings.length;
    const firstAt = recordings[recording]?.[0]?.at ?? 0;
    played[recording] = (played[recording] ?? 0) + 1;
    const secondsLater = Math.ceil(atSeconds - firstAt / 1000);
    return { recording, block: 0, stamp: { secondsLater, copy: copies++, slot: number } };
  };
  const slots: (Slot | null)[] = Array.from({ length: options.slots }, (_, number) =>
    begin(number, number, options.startsAt + (number * options.spreadSeconds) / options.slots),
  );

  const blockOf = (slot: Slot) => recordings[slot.recording]?.[slot.block];
  const timeOf = (slot: Slot | null | undefined) => {
    const block = slot ? blockOf(slot) : undefined;
    return slot && block ? block.at + slot.stamp.secondsLater * 1000 : Number.POSITIVE_INFINITY;
  };
  /** When each slot speaks next: looked through for every block, so kept beside the slots. */
  const times = slots.map(timeOf);

  return {
    played,
    finish() {
      isFinishing = true;
    },
    next() {
      const number = times.reduce((best, time, each) => (time < (times[best] ?? 0) ? each : best), 0);
      const slot = slots[number];
      const block = slot ? blockOf(slot) : undefined;
      const at = times[number] ?? 0;
      if (!slot || !block) return null;
      const text = stampBlock(block, slot.stamp);
      slot.block += 1;
      if (!blockOf(slot)) slots[number] = isFinishing ? null : begin(slot.recording + 1, number, at / 1000 + 1);
      times[number] = timeOf(slots[number]);
      return { text, at };
    },
  };
}
