/** PURE: who picked up a call that a campaign dialled, as its dialplan noted it (pbx-bridge/dialplan/trunkline.conf). */
import type { CallRecord } from '../../../pbx-bridge/contract/call-record.ts';
import type { DerivedCall } from './call-row.ts';

const noted = /^(person|machine) (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)$/;

/** @example pickedUp({ variables: { ANSWER: 'person 2026-11-28T09:00:00.000Z' } }).pickedUpBy // 'person' */
export function pickedUp({ variables }: Pick<CallRecord, 'variables'>): Pick<DerivedCall, 'pickedUpBy' | 'pickedUpAt'> {
  const [, who, at] = noted.exec(variables.ANSWER ?? '') ?? [];
  if ((who !== 'person' && who !== 'machine') || !at || Number.isNaN(Date.parse(at))) {
    return { pickedUpBy: null, pickedUpAt: null };
  }
  return { pickedUpBy: who, pickedUpAt: at };
}
