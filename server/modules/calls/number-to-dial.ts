/** Which number is dialled: what was typed, or that of a record, so that whoever may not know numbers can call them. */
import type { z } from 'zod';
import type { newCallSchema } from '../../contract/calls.contract.ts';
import type { Sql } from '../../platform/database/database.ts';
import { canDo } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { numberNeeded, numberOfNoRecord } from './calls.errors.ts';
import type { CallsDeps } from './calls.usecases.ts';
import { findCall } from './calls.usecases.ts';

type Wanted = z.output<typeof newCallSchema>;

/** Stars as `maskNumber` writes them; a service code (`*21#`) has none in a row. */
const isMasked = (typed: string): boolean => /\*[\s().-]*\*/.test(typed);

/** The number as somebody would type it. Refuses with a reason when there is none, or it is not the reader's to call. */
export async function numberToDial(
  sql: Sql,
  neighbours: Pick<CallsDeps['neighbours'], 'numberOfPhone' | 'customerOfMissedCall'>,
  principal: Principal,
  wanted: Wanted,
): Promise<string> {
  const { to, phoneId, callId, missedCallId } = wanted;
  const isForbidden = to !== undefined && isMasked(to) && !canDo(principal, 'numbers.see');
  if (to !== undefined && !isForbidden) return to;
  if (phoneId !== undefined) {
    const number = await neighbours.numberOfPhone(sql, principal, phoneId);
    if (number === null) throw numberOfNoRecord('phoneId');
    return number;
  }
  if (callId !== undefined) {
    const { customer } = await findCall(sql, principal, callId);
    const number = customer?.e164 ?? customer?.raw ?? null;
    if (number === null) throw numberOfNoRecord('callId');
    return number;
  }
  // Whether the debt is the reader's to pay is asked when the attempt begins (beginAttempt).
  const owed = missedCallId === undefined ? null : await neighbours.customerOfMissedCall(sql, missedCallId);
  if (owed?.e164) return owed.e164;
  throw numberNeeded();
}
