/** Campaigns in the audit: names, and how old settings come back. */
import { campaignPatchSchema } from '../../contract/campaigns.contract.ts';
import { restorableKeys } from '../../contract/restorable-fields.ts';
import { auditedFirmThing } from '../audit/firm-thing.ts';
import { changeCampaign, readCampaigns } from './campaigns.usecases.ts';

export const auditedCampaigns = auditedFirmThing({
  kind: 'campaign',
  prefix: 'cmp',
  rights: { read: 'campaigns.read', write: 'campaigns.manage' },
  fields: restorableKeys('campaign.changed'),
  patch: campaignPatchSchema,
  find: readCampaigns,
  change: (platform, by, id, patch) => changeCampaign(platform, { id, patch, ...by }),
});
