import { describe, expect, it } from 'vitest';
import type { ForecastItem, ForecastView } from '$contract/deal-scoring.contract.ts';
import { rowPath } from './abc-period.ts';
import { countFilters, dealQuery, nothingLeftOut, readDealFilters } from './deal-filters.ts';
import { forecastChart, forecastHeight, forecastSize, roundUp } from './forecast-chart.ts';
import { forecastRows, monthAfter } from './forecast-rows.ts';

const figures = { deals: 1, potential: '800.00', expected: '200.00', offered: '400.00' };
const item = (key: string | null, more: Partial<ForecastItem> = {}): ForecastItem => ({
  ...{ key, name: null, ...figures, won: { deals: 0, sum: '0.00' } },
  ...more,
});
const view = (items: ForecastItem[], more: Partial<ForecastView> = {}): ForecastView => ({
  today: '2026-11-27',
  items,
  overdue: { ...figures, deals: 2 },
  undated: { ...figures, deals: 0 },
  total: { ...figures, won: { deals: 0, sum: '0.00' } },
  ...more,
});
const asked = { by: 'month' as const, pipelineId: 'pip_1', ownerId: '', filter: null };
const query = (path: string) => dealQuery(readDealFilters(new URLSearchParams(path.split('?')[1])));
const open = { pipelineId: 'pip_1', state: 'open', order: 'closing' };

describe('[DEAL-3] every figure of the forecast opens its deals', () => {
  it('a month its own, this one from today on, what is late before today; won is of this month alone', () => {
    const rows = forecastRows(view([item('2026-11', { won: { deals: 3, sum: '9.00' } }), item('2026-12')]), asked);
    expect(rows.map(({ id, path, won }) => [id, query(path), won && query(won.path)])).toEqual([
      [
        '2026-11',
        { ...open, closingFrom: '2026-11-27', closingBefore: '2026-12-01' },
        { pipelineId: 'pip_1', state: 'won', order: 'newest', closedFrom: '2026-11-01' },
      ],
      ['2026-12', { ...open, closingFrom: '2026-12-01', closingBefore: '2027-01-01' }, null],
      ['overdue', { ...open, closingBefore: '2026-11-27' }, null],
    ]);
  });

  it.each([
    ['manager', 'agt_1', { ownerId: 'agt_1' }],
    ['manager', null, { owner: 'none' }],
    ['pipeline', 'pip_2', { pipelineId: 'pip_2' }],
    ['type', 'dir_1', { typeId: 'dir_1' }],
    ['type', null, { type: 'none' }],
  ] as const)('%s %s', (by, key, wanted) => {
    const [row] = forecastRows(view([item(key)]), { by, pipelineId: '', ownerId: '', filter: null });
    expect(query(row!.path)).toEqual({ state: 'open', order: 'newest', ...wanted });
    expect(query(row!.won!.path)).toEqual({ state: 'won', order: 'newest', closedFrom: '2026-11-01', ...wanted });
  });

  it('[CRM-3] of the same filter as the figure', () => {
    const filter = { field: 'custom.branch', is: 'any-of' as const, value: ['wood'] };
    const [row] = forecastRows(view([item('2026-12')]), { ...asked, filter });
    expect(query(row!.path)).toMatchObject({ filter, closingFrom: '2026-12-01' });
    expect(query(rowPath('agent', 'agt_1', { from: '', before: '' }, filter))).toMatchObject({ filter, state: 'won' });
  });

  it('what has no day opens too, and each of these filters counts as one', () => {
    const undated = { ...figures, deals: 4 };
    const row = forecastRows(view([], { undated }), asked).find(({ id }) => id === 'undated');
    expect(query(row!.path)).toEqual({ pipelineId: 'pip_1', state: 'open', order: 'newest', closing: 'none' });
    const list = { ...nothingLeftOut, view: 'list', state: '' } as const;
    expect(countFilters({ ...list, without: 'closing' })).toBe(1);
    expect(countFilters({ ...list, closingFrom: '2026-11-01', closingBefore: '2026-12-01' })).toBe(1);
    expect([monthAfter('2026-12'), monthAfter('2026-01')]).toEqual(['2027-01', '2026-02']);
  });
});

describe('[DEAL-3] the bars of the forecast', () => {
  it('stand in proportion to the next round sum, the line of history at its own height', () => {
    const rows = forecastRows(view([item('2026-11', { won: { deals: 1, sum: '1000.00' } })]), asked);
    const { bars, ticks } = forecastChart(rows, 640);
    const room = forecastHeight(640) - forecastSize.top - forecastSize.bottom;
    expect(bars).toHaveLength(1);
    const { potential, expected, offered, won } = bars[0]!;
    const shares = [potential, expected, won].map(({ height }) => height / room);
    expect(shares.map((share) => share.toFixed(3))).toEqual(['0.800', '0.200', '1.000']);
    expect((offered.y - forecastSize.top) / room).toBeCloseTo(0.6);
    expect(won.x).toBeGreaterThan(potential.x + potential.width);
    expect(ticks.map(({ amount }) => amount)).toEqual([0, 500, 1000]);
  });

  it('are twelve at most, and none where there is nothing', () => {
    const many = Array.from({ length: 20 }, (_, n) => item(`a${n}`));
    expect(forecastChart(forecastRows(view(many), { ...asked, by: 'manager' }), 390).bars).toHaveLength(12);
    expect(forecastChart([], 390).bars).toEqual([]);
    expect([roundUp(0), roundUp(1_301), roundUp(2_000), roundUp(2_400), roundUp(9_999)]).toEqual([
      ...[1, 2_000, 2_000, 2_500, 10_000],
    ]);
  });
});
