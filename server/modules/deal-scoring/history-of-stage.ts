/** Pure: the firm's closed deals as `dealProbability` takes them: those of a stage, and of it with manager, partner, type. */
import { type Cases, type ProbabilityFactor, type ProbabilityInput, probabilityFactors } from './deal-probability.ts';

/** How many closed deals once were at a stage, and were won; `key` '' for the stage alone. */
export interface OutcomeTotal {
  stage_id: string;
  factor: 'stage' | ProbabilityFactor;
  key: string;
  cases: number;
  won: number;
}

/** What a deal's probability hangs on. */
export interface Placed {
  stage_id: string;
  owner_agent_id: string | null;
  partner_id: string | null;
  type_id: string | null;
}

export type History = (deal: Placed) => Pick<ProbabilityInput, 'stage' | 'factors'>;

const keyOf = (stageId: string, factor: OutcomeTotal['factor'], key: string) => `${stageId} ${factor} ${key}`;
const columns = { manager: 'owner_agent_id', partner: 'partner_id', type: 'type_id' } as const;

/** Cases of the stage of a deal, and of each factor the deal has. */
export function historyFrom(totals: readonly OutcomeTotal[]): History {
  const known = new Map(
    totals.map(({ stage_id, factor, key, cases, won }) => [keyOf(stage_id, factor, key), { cases, won }]),
  );
  const casesOf = (deal: Placed, factor: OutcomeTotal['factor'], key: string): Cases =>
    known.get(keyOf(deal.stage_id, factor, key)) ?? { cases: 0, won: 0 };
  return (deal) => {
    const factors = probabilityFactors.flatMap((factor) => {
      const key = deal[columns[factor]];
      return key === null ? [] : [[factor, casesOf(deal, factor, key)] as const];
    });
    return { stage: casesOf(deal, 'stage', ''), factors: Object.fromEntries(factors) };
  };
}
