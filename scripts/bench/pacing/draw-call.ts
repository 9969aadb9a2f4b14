/** What becomes of one dialled line, drawn. Pure but for the random numbers. */
import type { Random } from '../../pbx-lab/seeded-random.ts';

export type LineFate = {
  kind: 'live-answer' | 'machine' | 'unanswered';
  /** Until that is so. */
  ringSeconds: number;
};

/** A normally distributed number (Box and Muller), as e to its power: median `median`, spread `sigma` of the logarithm. */
export function lognormal(random: Random, median: number, sigma: number): number {
  const normal = Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
  return median * Math.exp(sigma * normal);
}

/** Persons answer after some eight seconds, machines later; engaged and wrong numbers end at once; the rest rings out. */
export function drawFate(random: Random, answerRate: number, ringsFor: number): LineFate {
  const lot = random.next();
  const other = (lot - answerRate) / (1 - answerRate);
  if (lot < answerRate) return ringOr({ kind: 'live-answer', ringSeconds: 1 + lognormal(random, 7, 0.55) }, ringsFor);
  if (other < 0.25) return ringOr({ kind: 'machine', ringSeconds: random.between(8, 22) }, ringsFor);
  if (other < 0.4) return { kind: 'unanswered', ringSeconds: random.between(0.5, 4) };
  return { kind: 'unanswered', ringSeconds: ringsFor };
}

const ringOr = (fate: LineFate, ringsFor: number): LineFate =>
  fate.ringSeconds < ringsFor ? fate : { kind: 'unanswered', ringSeconds: ringsFor };

/** One in three says no at once, the others talk; both lognormal. */
export const drawTalk = (random: Random, factor: number): number =>
  random.chance(0.35) ? lognormal(random, 15, 0.5) : lognormal(random, 120 * factor, 0.7);

export const drawWrapUp = (random: Random): number => lognormal(random, 10, 0.6);

/** How long a customer waits in silence before hanging up: exponential, eight seconds in the mean. */
export const drawPatience = (random: Random): number => -8 * Math.log(1 - random.next());
