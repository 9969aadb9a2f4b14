/** Which minutes of a day are worked. Pure. */
import type { CallingHours } from '$contract/missed-calls.contract.ts';

export type Week = CallingHours['week'];

const minutesOf = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3));

/** From and until, in minutes since midnight; nothing when no hours are known. */
export function openMinutes(week: Week | null, day: number): [number, number][] {
  const ranges = week?.[(new Date(day).getDay() + 6) % 7] ?? [];
  return ranges.map(({ from, until }) => [minutesOf(from), minutesOf(until)]);
}
