/** A lead becomes a client by itself when a deal is made for it, or won: as the firm chose. */
import type { DealSettings } from '../../contract/settings.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { ContactFacts } from './contacts.events.ts';
import { lockContact, updateContact } from './contacts.repository.ts';

/** @param when what happened; nothing is done when the firm chose another moment, or the person is no lead any more */
export async function makeClientOfLead(
  platform: Platform,
  tx: Tx,
  { contactId, when, dealId }: { contactId: string; when: DealSettings['leadBecomesClient']; dealId: string },
): Promise<void> {
  const { leadBecomesClient } = (await readSettings(platform, tx)).deals;
  if (leadBecomesClient !== when) return;
  const row = await lockContact(tx, contactId);
  if (!row || row.deleted_at !== null || row.lifecycle !== 'lead') return;
  const version = await updateContact(tx, contactId, { lifecycle: 'client' }, platform.clock.now());
  await createAudit(platform).record(tx, {
    principal: systemPrincipal,
    action: 'contact.changed',
    record: contactId,
    before: { lifecycle: 'lead' },
    after: { lifecycle: 'client', because: when, dealId },
  });
  await platform.facts.append<ContactFacts>(tx, {
    type: 'contact.changed',
    payload: { contactId, version, changed: ['lifecycle'] },
    subject: contactId,
  });
}
