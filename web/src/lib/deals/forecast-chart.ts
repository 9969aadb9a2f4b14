/** Pure: bars of a forecast: a wide pale one for the potential, the expected sum in it, a line for what history offers, and what was won beside it. */
import type { ForecastRow } from './forecast-rows.ts';

export const forecastSize = { top: 12, right: 48, bottom: 24 } as const;
const mostBars = 12;
const widestStep = 120;
/** A phone keeps most of its height for the table. */
export const forecastHeight = (width: number): number => (width < 480 ? 190 : 280);

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface ForecastBar {
  row: ForecastRow;
  potential: Box;
  expected: Box;
  /** A line across the pale bar, and a little beyond. */
  offered: { x1: number; x2: number; y: number };
  won: Box;
  middle: number;
}

export interface ForecastChart {
  bars: ForecastBar[];
  ticks: { amount: number; y: number }[];
  /** Room for a word under a bar, px. */
  step: number;
}

/** The next round number that is not below: 1, 2, 2.5 or 5 with noughts. @example roundUp(1_301) // 2000 */
export function roundUp(amount: number): number {
  if (amount <= 0) return 1;
  const unit = 10 ** Math.floor(Math.log10(amount));
  return (([1, 2, 2.5, 5, 10] as const).find((times) => times * unit >= amount) ?? 10) * unit;
}

/** @param width what there is, px */
export function forecastChart(rows: readonly ForecastRow[], width: number): ForecastChart {
  const { top, right, bottom } = forecastSize;
  const shown = rows.filter(({ of }) => of.kind === 'item').slice(0, mostBars);
  const room = forecastHeight(width) - top - bottom;
  const most = roundUp(
    Math.max(0, ...shown.flatMap(({ potential, won }) => [Number(potential), Number(won?.sum ?? 0)])),
  );
  const step = Math.min(widestStep, Math.max(0, width - right) / Math.max(1, shown.length));
  const yOf = (amount: number) => top + room * (1 - amount / most);
  const box = (x: number, barWidth: number, amount: number): Box => ({
    x,
    y: yOf(amount),
    width: barWidth,
    height: (room * amount) / most,
  });
  const bars = shown.map((row, index): ForecastBar => {
    const left = step * (index + 0.1);
    const wide = step * 0.5;
    return {
      row,
      potential: box(left, wide, Number(row.potential)),
      expected: box(left + wide * 0.2, wide * 0.6, Number(row.expected)),
      offered: { x1: left - step * 0.06, x2: left + wide + step * 0.06, y: yOf(Number(row.offered)) },
      won: box(left + wide + step * 0.1, step * 0.2, Number(row.won?.sum ?? 0)),
      middle: step * (index + 0.5),
    };
  });
  return { bars, ticks: [0, 0.5, 1].map((share) => ({ amount: most * share, y: yOf(most * share) })), step };
}
