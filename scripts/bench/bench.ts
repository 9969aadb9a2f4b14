/**
 * What every measure of `npm run bench` is: it says what it is doing, and gives figures, each beside the bare baseline of
 * the same run where there is one. A ratio holds on any machine, an absolute figure on this one only.
 */

/** One measured figure. */
export type Figure = {
  /** What was measured, in words: `bytes to call events`. */
  name: string;
  value: number;
  /** `events/s`, `ms`, `MB`, `×`, `%`. */
  unit: string;
  /** The demand on it: `at least 60000`, `at most 40`. Figures without one inform only. */
  limit?: { atLeast: number } | { atMost: number };
};

export type Bench = {
  /** The word after `npm run bench`. */
  name: string;
  /** One line for `--help` and above the table. */
  title: string;
  /** Runs the measure; `say` prints one line of progress. Leaves nothing running and no files behind. */
  run(say: (line: string) => void): Promise<Figure[]>;
};

/** Whether a figure fulfils its demand; null when there is none. */
export function isMet(figure: Figure): boolean | null {
  if (figure.limit === undefined) return null;
  return 'atLeast' in figure.limit ? figure.value >= figure.limit.atLeast : figure.value <= figure.limit.atMost;
}

/** Value at a share (0 to 1) of the sorted sample, nearest rank. NaN for an empty sample. */
export function percentile(sample: readonly number[], share: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
