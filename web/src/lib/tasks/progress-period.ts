/** The range of a period around a moment, in the reader's zone. Pure. */
import { dayStart, weekStart } from './calendar-days.ts';

export type Period = 'today' | 'week' | 'month';

export function rangeOf(period: Period, nowMs: number): { from: string; to: string } {
  const now = new Date(nowMs);
  const iso = (from: number, to: number) => ({ from: new Date(from).toISOString(), to: new Date(to).toISOString() });
  if (period === 'today') return iso(dayStart(nowMs), dayStart(nowMs, 1));
  if (period === 'week') return iso(weekStart(nowMs), dayStart(weekStart(nowMs), 7));
  const month = (by: number) => new Date(now.getFullYear(), now.getMonth() + by, 1).getTime();
  return iso(month(0), month(1));
}
