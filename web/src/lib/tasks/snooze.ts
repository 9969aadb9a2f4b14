/** Till when a reminder is put off. Pure. */
export const snoozes = ['5m', '15m', '1h', 'tomorrow'] as const;
export type Snooze = (typeof snoozes)[number];

const minutes: Record<Exclude<Snooze, 'tomorrow'>, number> = { '5m': 5, '15m': 15, '1h': 60 };
const MORNING_HOUR = 9;

/** So many minutes from now, or nine in the morning of the reader's next day. */
export function untilOf(snooze: Snooze, nowMs: number): string {
  if (snooze !== 'tomorrow') return new Date(nowMs + minutes[snooze] * 60_000).toISOString();
  const now = new Date(nowMs);
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, MORNING_HOUR).toISOString();
}
