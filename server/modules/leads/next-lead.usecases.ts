/** Who would get a lead that came now: asked by whoever sets the rules, nothing is given. */
import type { z } from 'zod';
import type { nextLeadQuerySchema, nextLeadSchema } from '../../contract/leads.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { normalizePhone } from '../phones/normalize-phone.ts';
import { effectiveTimeZone } from '../phones/number-time-zone.ts';
import { readSettings } from '../settings/settings.usecases.ts';
import { decideLeadOwner, takesLeads } from './decide-lead-owner.ts';
import { readLeadRules } from './give-leads.usecases.ts';
import { selectCandidates } from './leads.repository.ts';

/** The rules as they are saved, for a lead that would bring along what is given. */
export async function previewNextLead(
  platform: Platform,
  { number, sourceId, channel }: z.output<typeof nextLeadQuerySchema>,
): Promise<z.input<typeof nextLeadSchema>> {
  const { sql } = platform.database;
  const settings = await readSettings(platform, sql);
  const candidates = await selectCandidates(sql);
  const phone = number === undefined ? null : normalizePhone(number, settings.defaultRegion);
  const place = phone?.ok ? { e164: phone.e164, country: phone.country } : null;
  const firm = { timeZone: settings.defaultTimeZone, region: settings.defaultRegion };
  const zone = place && effectiveTimeZone(null, place, firm);
  const lead = {
    organisationOwnerId: null,
    country: place?.country ?? null,
    timeZone: zone && zone.because !== 'region' ? zone.zone : null,
    sourceId: sourceId ?? null,
    channel: channel ?? '',
  };
  const decision = decideLeadOwner(lead, candidates, await readLeadRules(platform, sql));
  const owner = decision.kind === 'given' && candidates.find(({ agentId }) => agentId === decision.agentId);
  return {
    owner: owner ? { id: owner.agentId, name: owner.name } : null,
    reason: decision.kind === 'given' ? decision.reason : null,
    takers: candidates
      .filter((candidate) => takesLeads(settings.leads.takers, candidate))
      .map(({ agentId, name, isPresent, openLeads, skillIds }) => ({
        id: agentId,
        name,
        present: isPresent,
        openLeads,
        skillIds: [...skillIds],
      })),
  };
}
