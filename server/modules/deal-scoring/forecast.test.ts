import { describe, expect, it } from 'vitest';
import { type ForecastGroup, forecast, monthAfter } from './forecast.ts';
import { historyFrom } from './history-of-stage.ts';

const group = (due: ForecastGroup['due'], more: Partial<ForecastGroup> = {}): ForecastGroup => ({
  due,
  manager: 'anna',
  pipeline: 'sales',
  type: null,
  deals: 1,
  potential: 100_00n,
  expected: 10_00n,
  offeredPercent: 50,
  ...more,
});
const in_ = (month: string, more: Partial<ForecastGroup> = {}) => group({ month }, more);

/** Worked out by hand, cent for cent. */
const day: ForecastGroup[] = [
  in_('2026-11', { deals: 2, potential: 1000_01n, expected: 300_00n, offeredPercent: 25 }),
  in_('2026-11', { manager: 'boris', potential: 99n, expected: 50n, offeredPercent: 33 }),
  in_('2027-01', { deals: 3, potential: 400_00n, expected: 200_00n, offeredPercent: 10 }),
  group('overdue', { manager: null, potential: 70_00n, expected: 35_00n, offeredPercent: 20 }),
  group('undated', { type: 'tender', potential: 30_00n, expected: 3_00n, offeredPercent: 99 }),
  group('won', { deals: 4, potential: 555_55n, expected: 555_55n, offeredPercent: 1 }),
];

describe('[DEAL-3] the forecast', () => {
  it('adds up months from this one on, the gap too, and keeps what is late or has no date apart', () => {
    const { items, overdue, undated, total } = forecast(day, 'month', '2026-11-27');
    const none = { deals: 0, sum: '0.00' };
    expect(items).toEqual([
      // 25 % of 1,000.01 is 250.0025, 33 % of 0.99 is 0.3267: together 250.3292.
      {
        ...{ key: '2026-11', deals: 3, potential: '1001.00', expected: '300.50', offered: '250.33' },
        won: { deals: 4, sum: '555.55' },
      },
      { key: '2026-12', deals: 0, potential: '0.00', expected: '0.00', offered: '0.00', won: none },
      { key: '2027-01', deals: 3, potential: '400.00', expected: '200.00', offered: '40.00', won: none },
    ]);
    expect(overdue).toEqual({ deals: 1, potential: '70.00', expected: '35.00', offered: '14.00' });
    expect(undated).toEqual({ deals: 1, potential: '30.00', expected: '3.00', offered: '29.70' });
    expect(total).toEqual({
      ...{ deals: 8, potential: '1501.00', expected: '538.50', offered: '334.03' },
      won: { deals: 4, sum: '555.55' },
    });
  });

  it('by manager and type counts every open deal, the largest expected sum first', () => {
    const by = (what: 'manager' | 'type') =>
      forecast(day, what, '2026-11-27').items.map(({ key, deals, expected, won }) => [key, deals, expected, won.sum]);
    expect(by('manager')).toEqual([
      ['anna', 6, '503.00', '555.55'],
      [null, 1, '35.00', '0.00'],
      ['boris', 1, '0.50', '0.00'],
    ]);
    expect(by('type')).toEqual([
      [null, 7, '535.50', '555.55'],
      ['tender', 1, '3.00', '0.00'],
    ]);
  });

  it('fills the gaps of a year, not those before a deal that somebody expects in thirty', () => {
    const keys = forecast([in_('2056-03')], 'month', '2026-11-27').items.map(({ key }) => key);
    expect([keys.length, keys[0], keys[11], keys[12]]).toEqual([13, '2026-11', '2027-10', '2056-03']);
    expect(forecast([], 'month', '2026-11-27').items.map(({ key }) => key)).toEqual(['2026-11']);
    expect([monthAfter('2026-12'), monthAfter('2026-09')]).toEqual(['2027-01', '2026-10']);
  });
});

it('[DEAL-3] history is that of the stage, and of each factor the deal has', () => {
  const total = (stage_id: string, factor: 'stage' | 'manager' | 'type', key: string, cases: number, won: number) => ({
    ...{ stage_id, factor, key, cases, won },
  });
  const historyOf = historyFrom([
    total('new', 'stage', '', 9, 3),
    total('new', 'manager', 'anna', 4, 2),
    total('offer', 'type', 'tender', 5, 5),
  ]);
  const deal = { stage_id: 'new', owner_agent_id: 'anna', partner_id: null, type_id: 'tender' };
  expect(historyOf(deal)).toEqual({
    stage: { cases: 9, won: 3 },
    factors: { manager: { cases: 4, won: 2 }, type: { cases: 0, won: 0 } },
  });
});
