import { isMasked } from '$lib/i18n/format-phone.ts';

/** As little of a number as the question needs: of a call, of a debt, of a person. */
export interface Dialable {
  /** Of a number of a record. */
  id?: string;
  raw: string | null;
  e164: string | null;
  withheld?: boolean;
  doNotCall?: boolean;
}

/** What a call is placed by: the number, or, where it is hidden from the reader, what it belongs to. */
export interface CallTarget {
  to?: string;
  phoneId?: string;
  callId?: string;
  missedCallId?: string;
}

/** What to dial for a number, or null when it cannot or must not be called. */
export function callable(
  number: Dialable | undefined,
  owner: { callId?: string; missedCallId?: string } = {},
): CallTarget | null {
  if (!number || number.withheld || number.doNotCall) return null;
  const to = number.e164 ?? number.raw;
  if (to === null) return null;
  const debt = owner.missedCallId === undefined ? {} : { missedCallId: owner.missedCallId };
  if (!isMasked(to)) return { to, ...debt };
  if (number.id !== undefined) return { phoneId: number.id, ...debt };
  if (owner.callId !== undefined) return { callId: owner.callId, ...debt };
  return owner.missedCallId === undefined ? null : debt;
}
