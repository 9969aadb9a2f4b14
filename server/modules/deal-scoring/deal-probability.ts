/**
 * Pure: how likely a deal is to be won, from the firm's own closed deals.
 *
 * Every share is drawn towards a wider one by `priorWeight` imagined cases (the m-estimate: Cestnik 1990, "Estimating
 * probabilities: a crucial task in machine learning"), so that two deals of a new manager, both won, do not give 100 %:
 *
 *   stage   = (won + m × typed) / (cases + m)          typed: the share that the firm set for the stage
 *   manager = (won + m × stage) / (cases + m)          the same for partner and type
 *
 * Manager, partner and type then move the share of the stage on the scale of odds, each by how far its own share is from
 * that of the stage (naive Bayes: they are taken as independent, which overstates a little when they are not; the
 * answer is kept between 1 and 99 % for that reason).
 */

/** Closed deals that once were in the stage of the deal. */
export interface Cases {
  cases: number;
  won: number;
}

export const probabilityFactors = ['manager', 'partner', 'type'] as const;
export type ProbabilityFactor = (typeof probabilityFactors)[number];

export interface ProbabilityInput {
  /** Share typed for the stage, 0 to 1: all that is known while nothing was closed. */
  typed: number;
  stage: Cases;
  /** Those of the same manager, partner, type; left out: the deal has none. */
  factors: Partial<Record<ProbabilityFactor, Cases>>;
}

export interface Probability {
  /** 0 to 1, rounded to whole percents. */
  probability: number;
  /** Closed deals behind the share of the stage. */
  cases: number;
  /** history: enough cases · few-cases: drawn towards what was typed · typed: nothing was closed yet. */
  basis: 'history' | 'few-cases' | 'typed';
  /** Between these it truly is, with 90 % confidence (Wilson 1927, of the stage's cases); null without cases. */
  between: { low: number; high: number } | null;
  /** What moved it from the stage's share, largest first; in percent points. */
  because: { factor: ProbabilityFactor; cases: number; won: number; points: number }[];
}

/** As many imagined cases stand behind the wider share. */
export const priorWeight = 10;
/** From so many cases on the firm's own history speaks for itself. */
export const enoughCases = 30;
/** Quantile of the normal distribution for 90 % in the middle. */
const z90 = 1.6449;

const shrunk = ({ cases, won }: Cases, wider: number) => (won + priorWeight * wider) / (cases + priorWeight);
const logit = (share: number) => Math.log(share / (1 - share));
const fromLogit = (odds: number) => 1 / (1 + Math.exp(-odds));
/** Shares of nought and one have no odds. */
const inside = (share: number) => Math.min(0.99, Math.max(0.01, share));
const percent = (share: number) => Math.round(share * 100) / 100;

/** Wilson's interval: right also for few cases and for shares near nought or one. */
function wilson({ cases, won }: Cases): { low: number; high: number } | null {
  if (cases === 0) return null;
  const share = won / cases;
  const middle = (share + z90 ** 2 / (2 * cases)) / (1 + z90 ** 2 / cases);
  const half = (z90 * Math.sqrt((share * (1 - share)) / cases + z90 ** 2 / (4 * cases ** 2))) / (1 + z90 ** 2 / cases);
  return { low: percent(Math.max(0, middle - half)), high: percent(Math.min(1, middle + half)) };
}

/**
 * @example dealProbability({ typed: 0.3, stage: { cases: 0, won: 0 }, factors: {} }).basis // 'typed'
 */
export function dealProbability({ typed, stage, factors }: ProbabilityInput): Probability {
  const ofStage = inside(shrunk(stage, typed));
  const moves = probabilityFactors.flatMap((factor) => {
    const cases = factors[factor];
    if (!cases || cases.cases === 0) return [];
    return [{ factor, ...cases, odds: logit(inside(shrunk(cases, ofStage))) - logit(ofStage) }];
  });
  const probability = inside(fromLogit(moves.reduce((odds, move) => odds + move.odds, logit(ofStage))));
  return {
    probability: percent(probability),
    cases: stage.cases,
    basis: stage.cases === 0 ? 'typed' : stage.cases < enoughCases ? 'few-cases' : 'history',
    between: wilson(stage),
    because: moves
      .map(({ factor, cases, won, odds }) => ({
        factor,
        cases,
        won,
        points: Math.round((fromLogit(logit(ofStage) + odds) - ofStage) * 100),
      }))
      .sort((a, b) => Math.abs(b.points) - Math.abs(a.points)),
  };
}
