/** Pure: clocks of another zone, as a field for a time holds them, and moments that are one press away there. */
import { zoneDifferenceMinutes } from '$lib/i18n/format-time.ts';
import { type DuePreset, duePresets } from './due-presets.ts';

const aheadMs = (at: number, zone: string): number => zoneDifferenceMinutes(at, zone, 'UTC') * 60_000;

/** What a clock in that zone shows, as a `datetime-local` field takes it: `2026-03-02T09:30`. */
export const wallIn = (at: number, zone: string): string => new Date(at + aheadMs(at, zone)).toISOString().slice(0, 16);

/** The moment at which a clock in that zone shows this. A clock time that is skipped in spring is an hour later. */
export function momentOf(wall: string, zone: string): string {
  const asUtc = Date.parse(`${wall}Z`);
  const near = asUtc - aheadMs(asUtc, zone);
  return new Date(asUtc - aheadMs(near, zone)).toISOString();
}

const MORNING = '10:00';

/** Half an hour and two hours from now, tomorrow and next Monday at ten: the days are those of the zone. */
export function presetsIn(now: number, zone: string): DuePreset[] {
  const today = Date.parse(`${wallIn(now, zone).slice(0, 10)}T00:00Z`);
  const morning = (days: number) =>
    momentOf(`${new Date(today + days * 86_400_000).toISOString().slice(0, 10)}T${MORNING}`, zone);
  const untilMonday = (8 - new Date(today).getUTCDay()) % 7 || 7;
  return [
    ...duePresets(now).filter(({ name }) => name === '30m' || name === '2h'),
    { name: 'tomorrow', at: morning(1) },
    ...(untilMonday === 1 ? [] : [{ name: 'monday' as const, at: morning(untilMonday) }]),
  ];
}
