/** Simulated days of outbound calling: how much agents talk, how many calls are abandoned, ours beside other ways of pacing. */
import { pacingSettingsSchema } from '../../server/contract/pacing.contract.ts';
import type { Bench, Figure } from './bench.ts';
import { planDay } from './pacing/day-plan.ts';
import { expectedFreeAgents } from './pacing/policies/expected-free-agents.ts';
import { ours } from './pacing/policies/ours.ts';
import { proportionalLevel } from './pacing/policies/proportional-level.ts';
import { alone, CAMPAIGN, type Policy } from './pacing/policy.ts';
import { type DayResult, type PhoneRules, simulateDay } from './pacing/simulate-day.ts';

export interface PacingScale {
  agents: number;
  days: number;
  hours: number;
}

/** Fewer days for a larger team: it has as many calls. */
const scales: readonly PacingScale[] = [
  { agents: 5, days: 40, hours: 8 },
  { agents: 20, days: 12, hours: 8 },
  { agents: 100, days: 4, hours: 8 },
];
const MOST_ABANDONED = 0.03;
const DAY_MS = 86_400_000;
const OURS = 'predictive, ours';

export const pacing: Bench = {
  name: 'pacing',
  title:
    'Simulated days of a campaign: talk share and abandoned share of our pacing, fixed ratios and two published rules',
  run: async (say) => {
    const figures: Figure[] = [];
    for (const scale of scales) figures.push(...comparePolicies(scale, say));
    return figures;
  },
};

/** The lines a PBX of that size has; every policy is held to them. */
export const phoneRulesFor = (agents: number): PhoneRules => ({
  ringSeconds: 25,
  connectWithinSeconds: 2,
  maxLines: 10 * agents,
  askEverySeconds: 1,
  originatesPerTick: Math.max(5, Math.ceil(agents / 4)),
});

function policiesFor(rules: PhoneRules): Policy[] {
  const common = { ringSeconds: rules.ringSeconds, maxLines: rules.maxLines };
  const limits = { maxLines: rules.maxLines, originatesPerTick: rules.originatesPerTick };
  // A fixed ratio that braked by itself would be no fixed ratio.
  const fixed = (ratio: number) =>
    ours(
      `${ratio}:1`,
      pacingSettingsSchema.parse({ ...common, mode: 'power', ratio, maxAbandonedShare: 1, maxLinesPerAgent: 10 }),
      limits,
    );
  return [
    ours(OURS, pacingSettingsSchema.parse({ ...common, mode: 'predictive' }), limits),
    fixed(1),
    fixed(2),
    fixed(3),
    proportionalLevel('proportional level, hard limit', 'hard-limit'),
    proportionalLevel('proportional level, average', 'average'),
    expectedFreeAgents('expected free agents'),
  ];
}

interface Shares {
  name: string;
  /** Of the agents' time at work. */
  talk: number;
  /** Of the live answers. */
  abandoned: number;
}

/** One policy plays all days in a row, remembering; each policy gets the same days. */
export function playDays(policy: Policy, { agents, days, hours }: PacingScale): DayResult[] {
  const rules = phoneRulesFor(agents);
  return Array.from({ length: days }, (_, day) => {
    const startsAt = (day + 1) * DAY_MS + 9 * 3_600_000;
    return simulateDay(
      planDay(1000 * agents + day, { agents, hours, startsAt, campaignIds: [CAMPAIGN] }),
      rules,
      alone(policy),
    );
  });
}

function sharesOf(name: string, days: readonly DayResult[]): Shares {
  const sum = (count: (day: DayResult) => number) => days.reduce((all, day) => all + count(day), 0);
  return {
    name,
    talk: sum(({ talkSeconds }) => talkSeconds) / sum(({ workSeconds }) => workSeconds),
    abandoned: sum(({ abandoned }) => abandoned) / sum(({ live }) => live),
  };
}

export function comparePolicies(scale: PacingScale, say: (line: string) => void): Figure[] {
  const shares = policiesFor(phoneRulesFor(scale.agents)).map((policy) => {
    say(`${scale.agents} agents, ${scale.days} days of ${scale.hours} hours: ${policy.name}…`);
    return sharesOf(policy.name, playDays(policy, scale));
  });
  return pacingFigures(scale.agents, shares);
}

/** Ours must hold the cap, and talk more than every other one that holds it. */
export function pacingFigures(agents: number, shares: readonly Shares[]): Figure[] {
  const own = shares.find(({ name }) => name === OURS);
  const others = shares.filter(({ name, abandoned }) => name !== OURS && abandoned <= MOST_ABANDONED);
  const best = Math.max(...others.map(({ talk }) => talk));
  const percent = (share: number) => Math.round(share * 10_000) / 100;
  return [
    ...shares.flatMap(({ name, talk, abandoned }): Figure[] => [
      { name: `${agents} agents, ${name}: talking`, value: percent(talk), unit: '%' },
      {
        name: `${agents} agents, ${name}: abandoned`,
        value: percent(abandoned),
        unit: '%',
        ...(name === OURS && { limit: { atMost: 100 * MOST_ABANDONED } }),
      },
    ]),
    {
      name: `${agents} agents: talk of ours beside the best other that holds the cap`,
      value: (own?.talk ?? Number.NaN) / best,
      unit: '×',
      limit: { atLeast: 1 },
    },
  ];
}
