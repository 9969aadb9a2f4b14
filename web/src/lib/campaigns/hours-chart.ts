/** Pure: bars of the calls of each hour: a pale one for all that were dialled, in it those that were talked. */
import type { CampaignReport } from '$contract/campaign-report.contract.ts';
import { roundUp } from '$lib/deals/forecast-chart.ts';

export const hoursSize = { top: 10, right: 40, bottom: 22, height: 160 } as const;

interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}
export interface HourBar {
  hour: number;
  dialled: number;
  answered: number;
  all: Box;
  talked: Box;
  middle: number;
}

/** From the first hour that has a call to the last, those between that have none among them. */
export function hoursBetween(hours: CampaignReport['hours']): CampaignReport['hours'] {
  const [first, last] = [hours[0]?.hour, hours.at(-1)?.hour];
  if (first === undefined || last === undefined) return [];
  return Array.from(
    { length: last - first + 1 },
    (_, index) => hours.find(({ hour }) => hour === first + index) ?? { hour: first + index, dialled: 0, answered: 0 },
  );
}

const WIDEST_STEP = 64;

/** @param width what there is, px */
export function hoursChart(hours: CampaignReport['hours'], width: number) {
  const { top, right, bottom, height } = hoursSize;
  const shown = hoursBetween(hours);
  const most = roundUp(Math.max(1, ...shown.map(({ dialled }) => dialled)));
  const room = height - top - bottom;
  const yOf = (count: number) => top + room * (1 - count / most);
  const step = Math.min(WIDEST_STEP, Math.max(0, width - right) / Math.max(1, shown.length));
  const bars = shown.map((one, index): HourBar => {
    const box = (from: number, part: number, count: number): Box => ({
      x: step * (index + from),
      y: yOf(count),
      width: step * part,
      height: (room * count) / most,
    });
    return {
      ...one,
      all: box(0.15, 0.7, one.dialled),
      talked: box(0.3, 0.4, one.answered),
      middle: step * (index + 0.5),
    };
  });
  const ticks = [0, most / 2, most].filter(Number.isInteger).map((count) => ({ count, y: yOf(count) }));
  return { bars, ticks, step };
}
