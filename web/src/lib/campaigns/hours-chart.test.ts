import { describe, expect, it } from 'vitest';
import { hoursBetween, hoursChart, hoursSize } from './hours-chart.ts';

const hours = [
  { hour: 9, dialled: 4, answered: 1 },
  { hour: 12, dialled: 8, answered: 8 },
];

describe('the calls of each hour', () => {
  it('stand in their order, and an hour without one is not left out', () => {
    expect(hoursBetween(hours).map(({ hour, dialled }) => [hour, dialled])).toEqual([
      [9, 4],
      [10, 0],
      [11, 0],
      [12, 8],
    ]);
    expect(hoursBetween([])).toEqual([]);
  });
  it('are as high as they are many, what was talked within what was dialled', () => {
    const { bars } = hoursChart(hours, 400);
    const [nine, ten, , twelve] = bars;
    expect(twelve!.all.height).toBeCloseTo(2 * nine!.all.height);
    expect(nine!.talked.height).toBeCloseTo(nine!.all.height / 4);
    expect(ten!.all.height).toBe(0);
    const base = hoursSize.height - hoursSize.bottom;
    for (const { all, talked } of bars) {
      expect(all.y + all.height).toBeCloseTo(base);
      expect(talked.x).toBeGreaterThanOrEqual(all.x);
      expect(talked.x + talked.width).toBeLessThanOrEqual(all.x + all.width);
    }
  });
  it('fit into what there is, however many they are', () => {
    const day = Array.from({ length: 24 }, (_, hour) => ({ hour, dialled: 1, answered: 0 }));
    const { bars } = hoursChart(day, 320);
    expect(bars.at(-1)!.all.x + bars.at(-1)!.all.width).toBeLessThanOrEqual(320 - hoursSize.right);
  });
});
