/** Pure: the Pareto chart of an analysis: a bar for each row, a line for the share of all money so far. */
import type { AbcView, DealClass } from '$contract/deal-scoring.contract.ts';

export const chartSize = { top: 14, right: 48, bottom: 22, left: 0 } as const;
const mostBars = 40;
const widestBar = 72;
/** A phone keeps most of its height for the table. */
export const chartHeight = (width: number): number => (width < 480 ? 180 : 260);

export interface AbcChart {
  bars: { id: string; class: DealClass; x: number; y: number; width: number; height: number }[];
  /** Points of the line, as a polyline writes them. */
  line: string;
  /** Where a class begins and how wide it is, for its letter. */
  bands: { class: DealClass; x: number; width: number }[];
  /** Share of all money, 0 to 1, with its height. */
  ticks: { share: number; y: number }[];
}

/** @param width what there is, px */
export function abcChart(items: AbcView['items'], width: number): AbcChart {
  const { top, right, bottom, left } = chartSize;
  const height = chartHeight(width);
  const shown = items.slice(0, mostBars);
  const inner = { width: width - left - right, height: height - top - bottom };
  const largest = Math.max(...shown.map(({ sum }) => Number(sum)), 0);
  const step = inner.width / Math.max(1, shown.length);
  const yOf = (share: number) => top + inner.height * (1 - share);
  const bar = Math.min(step - Math.min(2, step * 0.15), widestBar);
  const middle = (index: number) => left + (index + 0.5) * step;
  const bars = shown.map((item, index) => {
    const share = largest > 0 ? Math.max(0, Number(item.sum)) / largest : 0;
    return {
      id: item.id,
      class: item.class,
      x: middle(index) - bar / 2,
      y: yOf(share),
      width: bar,
      height: inner.height * share,
    };
  });
  const line = shown
    .map(({ cumulative }, index) => `${middle(index).toFixed(1)},${yOf(cumulative).toFixed(1)}`)
    .join(' ');
  const bands = (['A', 'B', 'C'] as const).flatMap((name) => {
    const first = shown.findIndex((item) => item.class === name);
    if (first < 0) return [];
    const count = shown.filter((item) => item.class === name).length;
    return [{ class: name, x: left + first * step, width: count * step }];
  });
  return { bars, line, bands, ticks: [0.8, 0.95, 1].map((share) => ({ share, y: yOf(share) })) };
}
