/**
 * A thousand simulated days of predictive dialling: 100 firms of 3 to 16 agents, ten days each, remembering from one day
 * to the next. A day is three hours, one of them with work and all that swings in a day (answers, talks, late comers, early
 * leavers, breaks), the window is as long, and pacing is asked every third second: so all of them take half a minute.
 */
import { beforeAll, describe, expect, it } from 'vitest';
import { pacingSettingsSchema } from '../../../server/contract/pacing.contract.ts';
import type { PacingPlan, PacingQuestion } from '../../../server/modules/dialer/pacing.ts';
import { planDay } from './day-plan.ts';
import { ourDialler } from './policies/ours.ts';
import { type DayResult, simulateDay } from './simulate-day.ts';

const FIRMS = 100;
const DAYS = 10;
const DAY_SECONDS = 3 * 3600;
const CAP = 0.03;
/**
 * Calls that the window may be over its cap for a moment. An abandoned call is only known when it has happened and several
 * may be under way; an agent who leaves while a line rings for them loses a call in any mode.
 */
const MOST_OVER = 2;

interface Seen {
  days: { firm: number; day: number; result: DayResult }[];
  /** Decisions that broke a limit, in words. */
  broken: string[];
  decisions: number;
  /** Decisions that dialled ahead. */
  predicted: number;
  /** The furthest a window was over its cap at any moment, in calls. */
  mostOver: number;
}

/** What must hold for every single plan; lines per agent are those of a firm's campaigns together. */
function limitsBroken({ calls, agents, limits, campaigns }: PacingQuestion, plan: PacingPlan): string[] {
  const atWork = agents.filter(({ state }) => state !== 'paused' && state !== 'away').length;
  const decisions = campaigns.map((campaign) => ({ campaign, ...plan.campaigns[campaign.id]! }));
  const all = (count: (decision: (typeof decisions)[number]) => number) =>
    decisions.reduce((sum, decision) => sum + count(decision), 0);
  const dial = all((decision) => decision.dial);
  const isOver = decisions.some(({ campaign: { id, settings }, dial: own, figures }) => {
    const lines = calls.filter(({ campaignId }) => campaignId === id).length + own;
    return own > 0 && (lines > settings.maxLines || lines > settings.maxLinesPerAgent * figures.agents);
  });
  const isBroken = {
    'lines of the PBX': dial > limits.maxLines,
    'lines begun at once': dial > limits.originatesPerTick,
    'lines of a campaign, or per agent': isOver,
    'agents counted twice': all(({ figures }) => figures.agents) > atWork,
  };
  return Object.entries(isBroken).flatMap(([limit, broken]) => (broken ? [limit] : []));
}

/** Every eighth firm has two campaigns, for which all its agents work. */
const campaignIdsOf = (firm: number) => (firm % 8 === 0 ? ['spring', 'autumn'] : ['spring']);

function playFirm(firm: number, seen: Seen): void {
  const agents = 3 + (firm % 14);
  // Limits tight enough to be met: two and a half lines per agent in all, three per agent of a campaign.
  const maxLines = Math.floor(2.5 * agents);
  const limits = { maxLines, originatesPerTick: 4 };
  const rules = { ringSeconds: 25, connectWithinSeconds: 2, askEverySeconds: 3, ...limits };
  const window = { abandonWindowSeconds: DAY_SECONDS };
  const settings = pacingSettingsSchema.parse({ mode: 'predictive', maxLines, maxLinesPerAgent: 3, ...window });
  const campaignIds = campaignIdsOf(firm);
  const campaigns = campaignIds.map((id) => ({ id, settings, priority: 1, weight: 1 }));
  const dialler = ourDialler(campaigns, limits, (question, plan) => {
    for (const limit of limitsBroken(question, plan)) seen.broken.push(`firm ${firm}: ${limit}`);
    for (const { because, figures } of Object.values(plan.campaigns)) {
      seen.decisions += 1;
      if (because.key === 'pacing.predictive') seen.predicted += 1;
      seen.mostOver = Math.max(seen.mostOver, figures.abandoned - CAP * figures.liveAnswers);
    }
  });
  for (let day = 0; day < DAYS; day += 1) {
    const plan = planDay(firm * DAYS + day, { agents, hours: 1, startsAt: day * DAY_SECONDS * 1000, campaignIds });
    seen.days.push({ firm, day, result: simulateDay(plan, rules, dialler) });
  }
}

describe('a thousand simulated days', () => {
  const seen: Seen = { days: [], broken: [], decisions: 0, predicted: 0, mostOver: 0 };
  const sum = (count: (result: DayResult) => number) => seen.days.reduce((all, { result }) => all + count(result), 0);
  beforeAll(() => {
    for (let firm = 0; firm < FIRMS; firm += 1) playFirm(firm, seen);
  }, 180_000);

  it('[CAM-2] most decisions dial ahead, so that what follows says something', () => {
    expect(seen.days).toHaveLength(FIRMS * DAYS);
    expect(seen.predicted / seen.decisions).toBeGreaterThan(0.6);
    expect(sum(({ live }) => live)).toBeGreaterThan(150_000);
    expect(sum(({ talkSeconds }) => talkSeconds) / sum(({ workSeconds }) => workSeconds)).toBeGreaterThan(0.7);
  });

  it('[CAM-2] the cap holds in the long run: abandoned calls are at most 3 % of all live answers', () => {
    expect(sum(({ abandoned }) => abandoned) / sum(({ live }) => live)).toBeLessThanOrEqual(CAP);
  });

  it('[CAM-2] no day has more than one abandoned call over the cap of its own live answers', () => {
    const over = seen.days.filter(({ result }) => result.abandoned > CAP * result.live + 1);
    const inWords = over.map(
      ({ firm, day, result }) => `firm ${firm}, day ${day}: ${result.abandoned} of ${result.live}`,
    );
    expect(inWords.slice(0, 10)).toEqual([]);
  });

  it('[CAM-2] at no moment is the window over its cap by more than two calls', () => {
    expect(seen.mostOver).toBeLessThanOrEqual(MOST_OVER);
  });

  it('[CAM-2] no decision breaks a limit: lines of the PBX, lines begun at once, of the campaign, per agent', () => {
    expect(seen.broken.slice(0, 10)).toEqual([]);
  });
});
