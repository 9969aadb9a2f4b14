/** Who typed a person in by mistake takes it back at once, without the right to delete people. */
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { canSee } from '../access/permissions.ts';
import type { Principal } from '../access/principal.ts';
import { ownershipOf } from './contact-row.ts';
import { contactNotFound, contactNotTakenBack } from './contacts.errors.ts';
import { lockContact } from './contacts.repository.ts';
import { type By, turnContact } from './contacts.usecases.ts';

/** Long enough to see a slip in what one has just typed; later the person is the firm's. */
const takeBackMinutes = 60;

async function isMineAndNew(tx: Tx, { principal }: { principal: Principal }, contactId: string, now: Date) {
  const since = new Date(now.getTime() - takeBackMinutes * 60_000);
  const [row] = await tx`
    select from audit_entries
    where record = ${contactId} and action = 'contact.created' and user_id = ${principal.userId} and at >= ${since}`;
  return row !== undefined;
}

/** Takes a person out that the reader made within the last hour and nobody has called with since. Saying so twice is harmless. */
export async function takeBackContact(
  platform: Platform,
  { contactId, ...by }: By & { contactId: string },
): Promise<void> {
  await platform.database.transaction(async (tx) => {
    const row = await lockContact(tx, contactId);
    if (!row || !canSee(by.principal, 'contacts.read', ownershipOf(row))) throw contactNotFound();
    if (row.deleted_at) return;
    const isMine = by.principal.userId !== null && (await isMineAndNew(tx, by, contactId, platform.clock.now()));
    if (!isMine || row.last_call_at !== null) throw contactNotTakenBack();
    await turnContact(platform, tx, contactId, by, 'contact.deleted');
  });
}
