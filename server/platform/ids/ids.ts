/**
 * Prefixed ids that sort by the time they were made: `ctc_` + 10 characters of milliseconds + 12 random ones, in
 * Crockford's base 32 (no i, l, o, u). 60 random bits per millisecond are enough for every process together.
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

function randomText(length: number): string {
  return Array.from(randomBytes(length), (byte) => alphabet[byte % 32]).join('');
}

/** @example createIds(systemClock)('ctc') // 'ctc_01k3x8…' */
export function createIds(clock: Pick<Clock, 'now'>): Ids {
  return (prefix) => `${prefix}_${encodeTime(clock.now().getTime())}${randomText(12)}`;
}

/** A secret of `bytes` random bytes, safe in URLs and headers. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString('base64url');
}
