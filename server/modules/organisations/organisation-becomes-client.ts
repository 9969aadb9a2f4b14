/** An organisation that was a lead becomes a client by itself when a deal is made for it or its people, or won. */
import type { DealSettings } from '../../contract/settings.contract.ts';
import type { Tx } from '../../platform/database/database.ts';
import type { Platform } from '../../platform/platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { createAudit } from '../audit/audit.usecases.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import type { OrganisationFacts } from './organisations.events.ts';
import { lockOrganisation, updateOrganisation } from './organisations.repository.ts';

/** @param when what happened; nothing is done when the firm chose another moment, or it is no lead any more */
export async function makeClientOfOrganisation(
  platform: Platform,
  tx: Tx,
  { organisationId, when, dealId }: { organisationId: string; when: DealSettings['leadBecomesClient']; dealId: string },
): Promise<void> {
  const { leadBecomesClient } = (await readSettings(platform, tx)).deals;
  if (leadBecomesClient !== when) return;
  const row = await lockOrganisation(tx, organisationId);
  if (!row || row.deleted_at !== null || row.lifecycle !== 'lead') return;
  const version = await updateOrganisation(tx, organisationId, { lifecycle: 'client' }, platform.clock.now());
  await createAudit(platform).record(tx, {
    principal: systemPrincipal,
    action: 'organisation.changed',
    record: organisationId,
    before: { lifecycle: 'lead' },
    after: { lifecycle: 'client', because: when, dealId },
  });
  await platform.facts.append<OrganisationFacts>(tx, {
    type: 'organisation.changed',
    payload: { organisationId, version, changed: ['lifecycle'] },
    subject: organisationId,
  });
}
