/** Reading one AMI block: what is missing, what is time. */
import type { AmiEvent } from '../ami/ami-event.ts';

/** Longer values are cut: they end up in state and records, which must stay small whatever a peer sends. */
const LONGEST = 256;

/** The value of a header, or null when it is absent, empty or Asterisk's word for nothing. */
export function textOf(event: AmiEvent, name: string): string | null {
  const value = event.fields.get(name);
  if (value === undefined || value === '' || value === '<unknown>' || value === '<none>') return null;
  return value.length > LONGEST ? value.slice(0, LONGEST) : value;
}

/** The value of a header as a whole number, or null. */
export function numberOf(event: AmiEvent, name: string): number | null {
  const value = event.fields.get(name);
  if (value === undefined || !/^-?\d{1,9}$/.test(value)) return null;
  return Number(value);
}

/** A PBX clock may be off, but not by more than this: a stranger value is a broken header. */
const FARTHEST_MS = 7 * 24 * 3600 * 1000;

/**
 * When it happened, in milliseconds since the epoch: Asterisk's `Timestamp` (needs `timestampevents=yes`), else when the
 * block was received. Stream order and `Timestamp` differ by less than a millisecond.
 */
export function timeOf(event: AmiEvent): number {
  const received = Math.round(event.receivedAt);
  const stamp = event.fields.get('Timestamp');
  if (stamp === undefined || !/^\d{9,11}(\.\d+)?$/.test(stamp)) return received;
  const at = Math.round(Number(stamp) * 1000);
  return Math.abs(at - received) > FARTHEST_MS ? received : at;
}
