import { describe, expect, it } from 'vitest';
import { abcChart, chartHeight, chartSize } from './abc-chart.ts';
import { daysOf, rowPath } from './abc-period.ts';
import { readDealFilters } from './deal-filters.ts';

const own = { from: '2026-02-03', before: '' };
const now = new Date(2026, 10, 26, 12).getTime();

describe('[DEAL-4] the time of an ABC analysis', () => {
  it.each([
    ['all', '', ''],
    ['month', '2026-11-01', '2026-12-01'],
    ['quarter', '2026-10-01', '2027-01-01'],
    ['year', '2026-01-01', '2027-01-01'],
    ['last-year', '2025-01-01', '2026-01-01'],
    ['own', '2026-02-03', ''],
  ] as const)('%s is from %s until before %s', (period, from, before) => {
    expect(daysOf(period, now, own)).toEqual({ from, before });
  });

  it('leads from a row to the won deals it was made of, and the address brings them again', () => {
    const path = rowPath('product', 'prd_1', { from: '2026-01-01', before: '2027-01-01' });
    expect(readDealFilters(new URLSearchParams(path.split('?')[1]))).toMatchObject({
      view: 'list',
      state: 'won',
      scope: { kind: 'product', id: 'prd_1' },
      closedFrom: '2026-01-01',
      closedBefore: '2027-01-01',
    });
    expect(rowPath('agent', 'agt_1', { from: '', before: '' })).toBe('/deals?view=list&owner=agt_1&state=won');
  });
});

describe('[DEAL-4] the Pareto chart', () => {
  const item = (id: string, sum: string, cumulative: number, of: 'A' | 'B' | 'C') => ({
    id,
    name: id,
    sum,
    deals: 1,
    class: of,
    share: 0,
    cumulative,
  });

  it('draws the largest as high as there is room, the others in proportion, and the line up to all the money', () => {
    const { top, bottom } = chartSize;
    const chart = abcChart([item('a', '800.00', 0.8, 'A'), item('b', '200.00', 1, 'B')], 640);
    const room = chartHeight(640) - top - bottom;
    expect(chart.bars.map((bar) => Math.round(bar.height))).toEqual([room, Math.round(room / 4)]);
    expect(chart.line.split(' ').at(-1)).toMatch(new RegExp(`,${top}\\.0$`));
    expect(chart.bands.map((band) => band.class)).toEqual(['A', 'B']);
  });

  it('draws nothing of sums that are nought, and the first forty of many', () => {
    expect(abcChart([item('a', '0.00', 0, 'C')], 358).bars[0]).toMatchObject({ height: 0 });
    const many = Array.from({ length: 90 }, (_, n) => item(`i${n}`, '1.00', n / 90, 'A'));
    expect(abcChart(many, 640).bars).toHaveLength(40);
    expect(abcChart([], 640)).toMatchObject({ bars: [], line: '', bands: [] });
  });
});
