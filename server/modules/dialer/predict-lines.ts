/** How many lines may be dialled ahead: the predictive rule. Pure. docs/pacing.md explains it with its formulas. */

import { type BernoulliSum, bernoulliSum } from './bernoulli-sum.ts';
import { chanceToEnd, type DurationCurve, durationCurve } from './duration-counts.ts';
import type { PacedCampaign, PacingAgent, PacingCall } from './pacing.ts';
import { answerRateOf, type PacingMemory } from './pacing-memory.ts';
import type { Staff } from './share-agents.ts';

/** A call dialled now is looked at at these quantiles of the time to an answer, each as likely as the others. */
const ANSWER_QUANTILES = [1 / 6, 3 / 6, 5 / 6];
/** Wrap-ups of different length, each as likely as the others. */
const WRAP_UP_QUANTILES = [1 / 6, 3 / 6, 5 / 6];
/** Nothing answered yet: how long it may take, seconds. */
const UNKNOWN_RING_SECONDS = 8;
/** Nobody finished yet: then nobody is expected to finish soon, seconds. */
const UNKNOWN_TALK_SECONDS = 3600;

/**
 * The reserve that is kept between the abandoned share and the cap, in calls per √agents: losses come in bursts, and the
 * spread of a burst grows with the root of the team. Found by simulation (`npm run bench pacing`).
 */
const RESERVE_PER_ROOT_AGENT = 3;
/** A budget that was saved is spent at no more than this many times the cap: an even risk gives more talk than bursts. */
const MOST_TIMES_CAP = 2;
/** A line that will more likely be lost than not is never worth it, whatever the cap. */
const MOST_RISK = 0.5;

export interface PredictionQuestion {
  now: number;
  campaign: PacedCampaign;
  /** Agents counted for the campaign. */
  staff: Staff;
  /** Lines that seek an agent, customers who wait among them. */
  seeking: readonly PacingCall[];
  waiting: number;
  /** Calls that may still be abandoned. */
  budget: number;
}

export interface Prediction {
  lines: number;
  /** Chance that the customer of the next line would find nobody free. */
  risk: number;
  bearableRisk: number;
}

/**
 * The risk that one line may bear: the cap itself when the budget just makes up the reserve, less in proportion when it
 * does not, more when it was saved up. So the share settles a little under the cap and is braked ever harder near it.
 */
export function bearableRisk(maxAbandonedShare: number, budget: number, agents: number): number {
  const reserve = RESERVE_PER_ROOT_AGENT * Math.sqrt(Math.max(1, agents));
  return Math.min(MOST_RISK, maxAbandonedShare * Math.min(MOST_TIMES_CAP, Math.max(0, budget) / reserve));
}

/**
 * Adds lines one by one, each as long as its customer finds nobody free with no more than the bearable risk. At a moment
 * `s` seconds ahead, the calls that need an agent by then and the agents who are still busy are independent of each
 * other; a customer more finds nobody when together they are as many as there are agents:
 * P(lost) = P(answers(s) + stillBusy(s + patience) ≥ agents), meant over the moments at which the line may be answered.
 */
export function predictLines(question: PredictionQuestion, most: number): Prediction {
  const { staff, budget, campaign } = question;
  const curves = curvesOf(campaign.memory);
  const agents = staff.ready.length + staff.busy.length;
  const moments = ANSWER_QUANTILES.map((quantile) => {
    const seconds = curves.ringToLive.quantile(quantile);
    return { seconds, need: bernoulliSum(), added: curves.rate * curves.ringToLive.shareUpTo(seconds) };
  });
  addNeeds(moments, question, curves);
  const riskNow = () =>
    moments.reduce((sum, { need }) => sum + need.atLeast(agents - question.waiting), 0) / moments.length;
  const bearable = bearableRisk(campaign.settings.maxAbandonedShare, budget, agents);
  let lines = 0;
  let risk = riskNow();
  while (lines < most && risk <= bearable) {
    for (const { need, added } of moments) need.add(added);
    lines += 1;
    risk = riskNow();
  }
  return { lines, risk, bearableRisk: bearable };
}

interface Curves {
  /** Answer rate to reckon with, 0 to 1. */
  rate: number;
  ringToLive: DurationCurve;
  ringToOther: DurationCurve;
  talk: DurationCurve;
  wrapUp: DurationCurve;
  wrapUps: readonly number[];
}

function curvesOf(memory: PacingMemory): Curves {
  const wrapUp = durationCurve(memory.wrapUp, 0);
  return {
    rate: carefulRate(memory),
    ringToLive: durationCurve(memory.ringToLive, UNKNOWN_RING_SECONDS),
    ringToOther: durationCurve(memory.ringToOther, UNKNOWN_RING_SECONDS),
    talk: durationCurve(memory.talk, UNKNOWN_TALK_SECONDS),
    wrapUp,
    wrapUps: WRAP_UP_QUANTILES.map((quantile) => wrapUp.quantile(quantile)),
  };
}

/** The answer rate, one standard error up (of a share: √(p(1 − p)/n)); before anything is known everybody answers. */
function carefulRate(memory: PacingMemory): number {
  const rate = answerRateOf(memory);
  if (rate === null) return 1;
  return Math.min(1, rate + Math.sqrt((rate * (1 - rate)) / memory.ended.lines));
}

/** A moment at which a line dialled now may be answered. */
interface Moment {
  /** From now. */
  seconds: number;
  /** Calls that need an agent by then, and agents who are still busy when their customers' patience ends. */
  need: BernoulliSum;
  /** Chance that a line dialled now has been answered by then. */
  added: number;
}

function addNeeds(moments: readonly Moment[], question: PredictionQuestion, curves: Curves): void {
  const { now, staff, seeking, campaign } = question;
  for (const call of seeking) {
    if (call.state !== 'dialling') continue;
    const answered = chanceToAnswer(curves, (now - call.since) / 1000);
    for (const { need, seconds } of moments) need.add(answered(seconds));
  }
  for (const agent of staff.busy) {
    const free = chanceToBeFree(curves, agent, now);
    for (const { need, seconds } of moments) need.add(1 - free(seconds + campaign.settings.connectWithinSeconds));
  }
}

/**
 * The chance that a line which has rung for `elapsed` seconds is answered by a person within the next `w` (Bayes, with
 * the curves of lines that a person answered, F, and of the others, G):
 * p(F(e + w) − F(e)) / (p(1 − F(e)) + (1 − p)(1 − G(e))).
 */
function chanceToAnswer({ rate, ringToLive, ringToOther }: Curves, elapsed: number): (within: number) => number {
  const before = ringToLive.shareUpTo(elapsed);
  const rings = rate * (1 - before) + (1 - rate) * (1 - ringToOther.shareUpTo(elapsed));
  if (rings < 1e-9) return () => 0;
  return (within) => Math.min(1, (rate * (ringToLive.shareUpTo(elapsed + within) - before)) / rings);
}

/** The chance that a busy agent is free within so many seconds: the rest of the talk, then one of the wrap-ups. */
function chanceToBeFree(curves: Curves, agent: PacingAgent, now: number): (within: number) => number {
  const { expectedFreeAt, state, since } = agent;
  if (expectedFreeAt !== undefined) return (within) => (expectedFreeAt <= now + within * 1000 ? 1 : 0);
  const elapsed = Math.max(0, (now - since) / 1000);
  if (state === 'wrap-up') return chanceToEnd(curves.wrapUp, elapsed);
  const { wrapUps } = curves;
  const talkEnds = chanceToEnd(curves.talk, state === 'ringing' ? 0 : elapsed);
  return (within) => wrapUps.reduce((sum, wrapUp) => sum + talkEnds(within - wrapUp), 0) / wrapUps.length;
}
