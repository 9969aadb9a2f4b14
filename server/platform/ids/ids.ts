/**
 * Prefixed ids that sort by the time they were made: `ctc_` + 10 characters of milliseconds + 12 random ones, in
 * Crockford's base 32 (no i, l, o, u). 60 random bits per millisecond are enough for every process together; within one
 * process ids of the same millisecond count upwards, so that what was written later also sorts later.
 */
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock/clock.ts';

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** Makes one id: `ids('ctc')`. */
export type Ids = (prefix: string) => string;

function encodeTime(milliseconds: number): string {
  let rest = milliseconds;
  let text = '';
  for (let i = 0; i < 10; i += 1) {
    text = alphabet[rest % 32] + text;
    rest = Math.floor(rest / 32);
  }
  return text;
}

const randomDigits = (length: number): number[] => Array.from(randomBytes(length), (byte) => byte % 32);

/** The next number of the same length in base 32; all `z` begins again at zero. */
function countUp(digits: readonly number[]): number[] {
  const next = [...digits];
  for (let at = next.length - 1; at >= 0; at -= 1) {
    next[at] = ((next[at] ?? 0) + 1) % 32;
    if (next[at] !== 0) break;
  }
  return next;
}

/** @example createIds(systemClock)('ctc') // 'ctc_01k3x8…' */
export function createIds(clock: Pick<Clock, 'now'>): Ids {
  let last = { time: -1, digits: [] as number[] };
  return (prefix) => {
    const time = clock.now().getTime();
    last = { time, digits: time === last.time ? countUp(last.digits) : randomDigits(12) };
    return `${prefix}_${encodeTime(time)}${last.digits.map((digit) => alphabet[digit]).join('')}`;
  };
}

/** A secret of `bytes` random bytes, safe in URLs and headers. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
