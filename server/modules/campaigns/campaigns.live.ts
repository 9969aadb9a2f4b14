/** Campaigns on the live link: consoles read again what changed; an agent is told of the own attempt. */
import { rooms } from '../../contract/live-events.ts';
import { liveMapping } from '../../platform/realtime/live.ts';
import type { CallListFacts } from '../call-lists/call-lists.events.ts';
import type { CampaignFacts } from './campaigns.events.ts';

export const campaignLive = () => ({
  mappings: [
    liveMapping<Pick<CampaignFacts, 'campaign.changed'>>({
      on: ['campaign.changed'],
      toMessages: async ({ payload: { campaignId } }) => [
        { rooms: [rooms.everybody], event: { name: 'campaign.changed', payload: { campaignId } } },
      ],
    }),
    liveMapping<CallListFacts>({
      on: ['call-list.changed'],
      toMessages: async ({ payload: { campaignId } }) => [
        { rooms: [rooms.everybody], event: { name: 'campaign.changed', payload: { campaignId } } },
      ],
    }),
    liveMapping<Pick<CampaignFacts, 'attempt.changed'>>({
      on: ['attempt.changed'],
      toMessages: async ({ payload: { attemptId, agentId, state, contactId } }) =>
        agentId === null
          ? []
          : [
              {
                rooms: [rooms.agent(agentId)],
                event: { name: 'attempt.changed', payload: { attemptId, state, contactId } },
              },
            ],
    }),
  ],
});
