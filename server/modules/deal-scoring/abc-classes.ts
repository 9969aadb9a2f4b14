/**
 * Pure: ABC analysis (Pareto): who brings most of the money. Sorted by sum; whoever stands below 80 % of the money that
 * came before is A, below 95 % B, the rest C.
 */
export type AbcClass = 'A' | 'B' | 'C';
export const abcLimits = { A: 0.8, B: 0.95 } as const;

export interface AbcRow {
  id: string;
  sum: number;
  class: AbcClass;
  /** Of all the money, 0 to 1. */
  share: number;
  /** Of all the money, this one and all before it. */
  cumulative: number;
}

/** @param sums in one unit (cents keep it exact) */
export function abcClasses(sums: readonly { id: string; sum: number }[]): AbcRow[] {
  const total = sums.reduce((all, { sum }) => all + sum, 0);
  let before = 0;
  return [...sums]
    .sort((a, b) => b.sum - a.sum || (a.id < b.id ? -1 : 1))
    .map(({ id, sum }) => {
      const reached = total === 0 ? 1 : before / total;
      before += sum;
      const of: AbcClass = sum <= 0 ? 'C' : reached < abcLimits.A ? 'A' : reached < abcLimits.B ? 'B' : 'C';
      return { id, sum, class: of, share: total === 0 ? 0 : sum / total, cumulative: total === 0 ? 0 : before / total };
    });
}
