/** Facts of campaigns and of their attempts. */
import type { AttemptOutcome, AttemptState } from '../../contract/campaigns.contract.ts';

export type CampaignFacts = {
  /** Made, set, started, paused, finished or deleted. */
  'campaign.changed': { campaignId: string; state: string };
  /** An attempt came to a state; `outcome` once it is over on the telephone. */
  'attempt.changed': {
    attemptId: string;
    campaignId: string;
    entryId: string;
    contactId: string;
    agentId: string | null;
    state: AttemptState;
    outcome: AttemptOutcome | null;
  };
  /** Everything of it is done: the result is there, or none is needed. */
  'attempt.finished': {
    attemptId: string;
    campaignId: string;
    callListId: string;
    entryId: string;
    contactId: string;
    agentId: string | null;
    outcome: AttemptOutcome;
    dispositionId: string | null;
  };
};
