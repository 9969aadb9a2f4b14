/**
 * The few questions we ask about a time zone. All of them go to the Temporal API (docs/decisions/0003), and so to the
 * time-zone data of the running Node: offsets are never computed by hand.
 */
import { Temporal } from 'temporal-polyfill';

const NANOSECONDS_PER_MILLISECOND = 1_000_000;

/** A stretch of time during which the clocks of a zone run without a jump. */
export interface OffsetStretch {
  /** Local time minus UTC, in milliseconds. */
  offsetMs: number;
  /** First instant (epoch milliseconds) of the next stretch; Infinity when the clocks will not be changed again. */
  endMs: number;
}

/** The stretch that holds `epochMs` in `zone`. Throws RangeError when there is no such zone. */
export function offsetStretchAt(epochMs: number, zone: string): OffsetStretch {
  const moment = Temporal.Instant.fromEpochMilliseconds(epochMs).toZonedDateTimeISO(zone);
  const next = moment.getTimeZoneTransition('next');
  return {
    offsetMs: moment.offsetNanoseconds / NANOSECONDS_PER_MILLISECOND,
    endMs: next ? next.epochMilliseconds : Number.POSITIVE_INFINITY,
  };
}

/** Date and clock of an instant as people in that zone read them: `{ date: '2026-11-24', clock: '09:00' }`. */
export function localReading(at: Date, zone: string): { date: string; clock: string } {
  const local = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone);
  return { date: local.toPlainDate().toString(), clock: local.toPlainTime().toString({ smallestUnit: 'minute' }) };
}
