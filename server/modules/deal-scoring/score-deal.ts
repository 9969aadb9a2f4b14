/**
 * Pure: how much a deal deserves attention, as points out of 100 with the reason for each, and a class A, B or C that
 * the boss may move by one step. The weights are ours; docs/deals.md tells them to the reader.
 */

export type DealClass = 'A' | 'B' | 'C';
export const scoreFactors = ['sum', 'probability', 'contact', 'pace', 'client'] as const;
export type ScoreFactor = (typeof scoreFactors)[number];

/** Most points of each: what the deal brings counts for half. */
export const mostPoints: Readonly<Record<ScoreFactor, number>> = {
  sum: 40,
  probability: 20,
  contact: 20,
  pace: 10,
  client: 10,
};
/** Least points of a class. */
export const classLimits = { A: 70, B: 40 } as const;

export interface ScoreInput {
  /** Expected sum now and the largest it ever was, in the firm's currency. */
  expectedSum: number;
  maxExpectedSum: number;
  /** Share of the firm's open deals whose expected sum is not larger, 0 to 1. */
  sumRank: number;
  /** 0 to 1. */
  probability: number;
  /** Days since somebody last spoke with the customer; null: never. */
  daysSinceContact: number | null;
  /** Days it has been in its stage, and how long won deals stayed there (median); null: no won deal was there. */
  daysInStage: number;
  usualDaysInStage: number | null;
  /** Deals the customer has won with us before. */
  wonBefore: number;
  vip: boolean;
  /** The boss's word: one class up or down. */
  adjustment: -1 | 0 | 1;
}

export interface DealScore {
  /** 0 to 100. */
  points: number;
  /** After the boss's word. */
  class: DealClass;
  classByPoints: DealClass;
  /** How much of the largest expected sum is gone, 0 to 1. */
  drop: number;
  /** Every factor with its points and the number it was made from, in the order of `scoreFactors`. */
  because: { factor: ScoreFactor; points: number; of: number; value: number | null }[];
}

/** A conversation this week is worth all points, one two months ago none. */
const contactPoints = (days: number | null): number => {
  if (days === null) return 0;
  if (days <= 7) return 1;
  return Math.max(0, 1 - (days - 7) / 53);
};

/** As fast as won deals: all points; three times as slow: none. Without history the middle, so that it decides nothing. */
const pacePoints = (days: number, usual: number | null): number => {
  if (usual === null) return 0.5;
  const ratio = days / Math.max(usual, 1);
  return ratio <= 1 ? 1 : Math.max(0, 1 - (ratio - 1) / 2);
};

const clientPoints = (wonBefore: number, vip: boolean): number => (vip ? 1 : Math.min(wonBefore, 3) / 3);

const classes: readonly DealClass[] = ['C', 'B', 'A'];
const classOf = (points: number): DealClass => (points >= classLimits.A ? 'A' : points >= classLimits.B ? 'B' : 'C');

/** The class after the boss's word: one step, and never beyond A or C. */
export function adjustedClass(given: DealClass, adjustment: -1 | 0 | 1): DealClass {
  const place = classes.indexOf(given) + adjustment;
  return classes[Math.min(classes.length - 1, Math.max(0, place))] ?? given;
}

/** How much of the largest sum is gone, 0 to 1. */
export const dropFromMaximum = (now: number, maximum: number): number =>
  maximum <= 0 || now >= maximum ? 0 : Math.round((1 - now / maximum) * 100) / 100;

export function scoreDeal(input: ScoreInput): DealScore {
  const shares: Record<ScoreFactor, [share: number, value: number | null]> = {
    sum: [input.expectedSum > 0 ? input.sumRank : 0, input.expectedSum],
    probability: [input.probability, input.probability],
    contact: [contactPoints(input.daysSinceContact), input.daysSinceContact],
    pace: [pacePoints(input.daysInStage, input.usualDaysInStage), input.daysInStage],
    client: [clientPoints(input.wonBefore, input.vip), input.wonBefore],
  };
  const because = scoreFactors.map((factor) => {
    const [share, value] = shares[factor];
    return { factor, points: Math.round(share * mostPoints[factor]), of: mostPoints[factor], value };
  });
  const points = because.reduce((sum, one) => sum + one.points, 0);
  const classByPoints = classOf(points);
  return {
    points,
    class: adjustedClass(classByPoints, input.adjustment),
    classByPoints,
    drop: dropFromMaximum(input.expectedSum, input.maxExpectedSum),
    because,
  };
}
