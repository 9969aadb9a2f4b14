/** A lead that calls for the first time has come by the number that it dialled. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import type { StoredCall } from '../calls/call-row.ts';
import { isFirstOfContact } from '../calls/calls-for-others.usecases.ts';
import { fillOrigin, knowsOrigins, originOfDialled } from '../contacts/origin.usecases.ts';

const mayTell = ({ direction, dialled, contactId, state }: StoredCall): boolean =>
  direction === 'inbound' && dialled !== null && contactId !== null && state === 'ended';

/**
 * Gives the leads of these calls their source and advertising channel, where nobody has said them. Only the first call of a
 * person counts, answered or missed; told twice it changes nothing more.
 */
export async function fillOriginsOfCalls(platform: Platform, tx: Tx, calls: readonly StoredCall[]): Promise<void> {
  const telling = calls.filter(mayTell);
  if (telling.length === 0 || !(await knowsOrigins(platform, tx))) return;
  // In one order, as everybody who holds several people.
  for (const call of telling.sort((a, b) => ((a.contactId ?? '') < (b.contactId ?? '') ? -1 : 1))) {
    const origin = await originOfDialled(platform, tx, call.dialled);
    if (!origin || !(await isFirstOfContact(tx, call))) continue;
    const contactId = call.contactId as string;
    await fillOrigin(platform, tx, { contactId, origin, cameAfter: new Date(call.startedAt) });
  }
}
