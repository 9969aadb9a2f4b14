/** Trunkline's own pacing, asked and told as the dialler does it. */
import type { PacingSettings } from '../../../../server/contract/pacing.contract.ts';
import type {
  PacedCampaign,
  PacingLimits,
  PacingPlan,
  PacingQuestion,
} from '../../../../server/modules/dialer/pacing.ts';
import { reducePacing, startMemory } from '../../../../server/modules/dialer/pacing-memory.ts';
import { planDials } from '../../../../server/modules/dialer/plan-dials.ts';
import { CAMPAIGN, type Dialler, type Policy } from '../policy.ts';

export type SimulatedCampaign = Pick<PacedCampaign, 'id' | 'settings' | 'priority' | 'weight'>;
type Check = (question: PacingQuestion, plan: PacingPlan) => void;

/** Campaigns that share their agents and never run out of entries. `check` sees every question and what was planned. */
export function ourDialler(shapes: readonly SimulatedCampaign[], limits: PacingLimits, check?: Check): Dialler {
  const campaigns = shapes.map(
    (shape): PacedCampaign => ({
      ...shape,
      memory: startMemory(shape.settings.abandonWindowSeconds),
      entries: 'plenty',
    }),
  );
  return {
    dial: (moment) => {
      const left = { ...limits, maxLines: Math.max(0, limits.maxLines - moment.calls.length) };
      const question = { ...moment, campaigns, limits: left };
      const plan = planDials(question);
      check?.(question, plan);
      return new Map(Object.entries(plan.campaigns).map(([id, { dial }]) => [id, dial]));
    },
    tell: (event, campaignId) => {
      const campaign = campaigns.find(({ id }) => id === campaignId);
      if (campaign) campaign.memory = reducePacing(campaign.memory, event);
    },
  };
}

/** Our pacing of one campaign, to be compared with others. */
export function ours(name: string, settings: PacingSettings, limits: PacingLimits): Policy {
  const dialler = ourDialler([{ id: CAMPAIGN, settings, priority: 1, weight: 1 }], limits);
  return {
    name,
    dial: (moment) => dialler.dial(moment).get(CAMPAIGN) ?? 0,
    tell: (event) => dialler.tell(event, CAMPAIGN),
  };
}
