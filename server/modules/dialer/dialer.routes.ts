/** How fast a campaign dials, over HTTP. */
import { z } from 'zod';
import { campaignPaceSchema } from '../../contract/campaigns.contract.ts';
import { idSchema } from '../../contract/common.contract.ts';
import type { Platform } from '../../platform/platform.ts';
import { route } from '../access/route.ts';
import { readCampaign } from '../campaigns/campaigns.usecases.ts';
import { selectPace } from './dialer.repository.ts';

export const dialerRoutes = (platform: Platform) => [
  route({
    method: 'get',
    path: '/api/campaigns/{id}/pace',
    permission: 'campaigns.manage',
    summary: 'How many lines a campaign begins at this moment, and why',
    params: z.object({ id: idSchema }),
    response: campaignPaceSchema,
    handler: async ({ params: { id } }) => {
      await readCampaign(platform, id);
      const row = await selectPace(platform.database.sql, id);
      if (!row) return { pace: null };
      const { dial, because, figures } = row;
      return { pace: { decidedAt: row.decided_at.toISOString(), dial, because, figures } };
    },
  }),
];
