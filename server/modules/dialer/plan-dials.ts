/** How many lines each campaign begins now, and why. The caller chooses the entries and dials them. */
import { budgetOf, countsOf } from './answer-window.ts';
import { becauseOf } from './because.ts';
import { type CampaignState, decideLines } from './decide-lines.ts';
import {
  isSeeking,
  type PacedCampaign,
  type PacingAgent,
  type PacingDecision,
  type PacingPlan,
  type PacingQuestion,
} from './pacing.ts';
import { answerRateOf } from './pacing-memory.ts';
import { type Staff, shareAgents } from './share-agents.ts';
import { shareLines } from './share-lines.ts';

/** What a campaign would dial if it had the PBX to itself. */
interface Wish extends PacingDecision {
  campaign: PacedCampaign;
}

/**
 * Plans the lines of all campaigns at one moment, to be asked about once a second. Agents are given to one campaign each
 * (`shareAgents`), each campaign's mode says how many lines its agents bear, then its own limits, then those that all
 * share. A decision never takes back a line: that is for whoever answers.
 * @example ten lines of a predictive campaign: { dial: 2, because: { key: 'pacing.predictive', values: { … } }, figures }
 */
export function planDials(question: PacingQuestion): PacingPlan {
  const { campaigns, limits } = question;
  const staffs = shareAgents(question);
  const wishes = campaigns.map((campaign) =>
    wishOf(campaign, staffs.get(campaign.id) ?? { ready: [], busy: [] }, question),
  );
  const most = Math.min(limits.maxLines, limits.originatesPerTick);
  const given = shareLines(
    wishes.map(({ campaign: { id, priority, weight }, dial, figures }) => ({
      id,
      priority,
      weight,
      linesOut: figures.linesOut,
      wanted: dial,
    })),
    most,
  );
  return {
    campaigns: Object.fromEntries(
      wishes.map(({ campaign, ...wish }) => [campaign.id, narrow(wish, given.get(campaign.id) ?? 0, question)]),
    ),
  };
}

/** The lines that the PBX, or the pace of beginning them, does not leave are not dialled, and that is then the reason. */
function narrow(wish: PacingDecision, dial: number, { limits }: PacingQuestion): PacingDecision {
  if (dial >= wish.dial) return wish;
  const { maxLines, originatesPerTick } = limits;
  const because = becauseOf('pacing.shared-lines', { wanted: wish.dial, lines: dial, maxLines, originatesPerTick });
  return { ...wish, dial, because };
}

function wishOf(campaign: PacedCampaign, staff: Staff, question: PacingQuestion): Wish {
  const state = stateOf(campaign, staff, question);
  const { dial, because, prediction } = decideLines(state);
  const figures = {
    freeAgents: state.freeAgents,
    agents: state.agents,
    linesOut: state.seeking.length,
    answerRate: answerRateOf(campaign.memory),
    risk: prediction?.risk ?? null,
    bearableRisk: prediction?.bearableRisk ?? null,
    abandoned: state.abandoned,
    liveAnswers: state.liveAnswers,
    budget: state.budget,
    wanted: dial,
  };
  return { campaign, dial, because, figures };
}

function stateOf(campaign: PacedCampaign, staff: Staff, { now, agents, calls }: PacingQuestion): CampaignState {
  const lines = calls.filter((call) => call.campaignId === campaign.id);
  const seeking = lines.filter(isSeeking);
  const { live, abandoned } = countsOf(campaign.memory.window, now);
  const waiting = seeking.filter((call) => call.state === 'answered').length;
  const isReady = (agent: PacingAgent) => agent.state === 'ready' && agent.campaignIds.includes(campaign.id);
  return {
    now,
    campaign,
    staff,
    seeking,
    lines: lines.length,
    waiting,
    freeAgents: Math.max(0, staff.ready.length - waiting),
    freeElsewhere: staff.ready.length > 0 ? 0 : agents.filter(isReady).length,
    agents: staff.ready.length + staff.busy.length,
    abandoned,
    liveAnswers: live,
    budget: budgetOf(campaign.memory.window, campaign.settings.maxAbandonedShare, now),
  };
}
