/** Whose agent is whose, when several campaigns work with the same people. Pure. */

import { liveSince } from './answer-window.ts';
import { isSeeking, type PacedCampaign, type PacingAgent, type PacingQuestion } from './pacing.ts';
import { answerRateOf } from './pacing-memory.ts';

/** Agents counted for one campaign. */
export interface Staff {
  ready: PacingAgent[];
  /** Ringing, talking or in wrap-up: free some time. */
  busy: PacingAgent[];
}

interface Claim {
  campaign: PacedCampaign;
  staff: Staff;
  /** Agents already promised to the lines that seek one. */
  promised: number;
  /** Agents it has a use for: one for each line that seeks one, and for each that it may still begin. */
  useful: number;
  /** Agents it occupies or was given, for the fair share. */
  load: number;
  /** Customers it reached of late: decides between equals, so that a team of one is shared as well. */
  reached: number;
}

const OF_LATE_MS = 1_800_000;

/**
 * Gives every agent at work to one of their campaigns, so that none is counted twice. A free agent goes first where a
 * line in flight was promised one, then to the highest priority that may still dial, then to the campaign with the fewest
 * agents for its weight, of equals to the one that reached the fewest of late. Agents of one campaign only are given
 * first: the others can choose. Busy agents follow by priority and weight: they are expected where the team will be short
 * of its share.
 */
export function shareAgents(question: PacingQuestion): Map<string, Staff> {
  const claims = new Map(question.campaigns.map((campaign) => [campaign.id, claimOf(campaign, question)]));
  const atWork = inOrderOfChoice(question.agents, claims);
  const ready = atWork.filter(({ state }) => state === 'ready');
  const busy = atWork.filter(isBusy);
  for (const { campaignId } of busy) {
    const claim = campaignId === null ? undefined : claims.get(campaignId);
    if (claim) claim.load += 1;
  }
  for (const agent of ready) give(agent, 'ready', claims);
  for (const claim of claims.values()) claim.load = claim.staff.ready.length;
  for (const agent of busy) give(agent, 'busy', claims);
  return new Map([...claims].map(([id, { staff }]) => [id, staff]));
}

function inOrderOfChoice(agents: readonly PacingAgent[], claims: ReadonlyMap<string, Claim>): readonly PacingAgent[] {
  // Without a choice there is nothing to order, and this is asked every second.
  if (claims.size < 2) return agents;
  const choices = new Map(
    agents.map(({ id, campaignIds }) => [id, campaignIds.filter((each) => claims.has(each)).length]),
  );
  return [...agents].sort((a, b) => (choices.get(a.id) ?? 0) - (choices.get(b.id) ?? 0));
}

const isBusy = ({ state }: PacingAgent): boolean => state === 'ringing' || state === 'on-call' || state === 'wrap-up';

const dialsByItself = ({ settings }: PacedCampaign) => settings.mode !== 'manual' && settings.mode !== 'preview';

function claimOf(campaign: PacedCampaign, { now, calls }: PacingQuestion): Claim {
  const lines = calls.filter(({ campaignId }) => campaignId === campaign.id);
  const seeking = lines.filter(isSeeking).length;
  const entries = campaign.entries === 'plenty' ? Number.POSITIVE_INFINITY : campaign.entries;
  const room = Math.max(0, Math.min(entries, campaign.settings.maxLines - lines.length));
  return {
    campaign,
    staff: { ready: [], busy: [] },
    promised: agentsFor(seeking, campaign),
    useful: dialsByItself(campaign) ? seeking + room : seeking,
    load: 0,
    reached: liveSince(campaign.memory.window, now - OF_LATE_MS),
  };
}

/** Agents that lines in flight need: one each where nothing is dialled ahead, else as many as are expected to answer. */
function agentsFor(lines: number, { settings, memory }: PacedCampaign): number {
  switch (settings.mode) {
    case 'power':
      return Math.ceil(lines / settings.ratio);
    case 'predictive':
      return Math.ceil(lines * (answerRateOf(memory) ?? 1));
    default:
      return lines;
  }
}

function give(agent: PacingAgent, as: keyof Staff, claims: ReadonlyMap<string, Claim>): void {
  let best: Claim | null = null;
  for (const id of agent.campaignIds) {
    const claim = claims.get(id);
    if (claim && (best === null || isBefore(claim, best, as))) best = claim;
  }
  if (best === null) return;
  best.staff[as].push(agent);
  best.load += 1;
}

function isBefore(a: Claim, b: Claim, as: keyof Staff): boolean {
  const isPromised = (claim: Claim) => as === 'ready' && claim.staff.ready.length < claim.promised;
  const hasUse = (claim: Claim) => claim.staff.ready.length < claim.useful;
  if (isPromised(a) !== isPromised(b)) return isPromised(a);
  if (hasUse(a) !== hasUse(b)) return hasUse(a);
  if (a.campaign.priority !== b.campaign.priority) return a.campaign.priority > b.campaign.priority;
  const perWeight = (count: 'load' | 'reached') => a[count] / a.campaign.weight - b[count] / b.campaign.weight;
  return (perWeight('load') || perWeight('reached')) < 0;
}
