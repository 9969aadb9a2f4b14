/** How wrongly the machine itself may tell a moment: what the storms forgive, and no more. */
import { describe, expect, it } from 'vitest';
import { latenessOf, type Sample } from './lateness.ts';

const second = (at: number, sample: Partial<Sample> = {}): Sample => ({
  ...{ from: at * 1_000, to: at * 1_000 + 100, seconds: 0.001, jumpSeconds: 0.001 },
  ...sample,
});
const quiet = Array.from({ length: 60 }, (_, at) => second(at));
const withOne = (sample: Sample) => [...quiet.slice(0, 30), sample, ...quiet.slice(31)];
const call = [20_000, 21_000, 40_000];

describe('the lateness of a machine', () => {
  it('that is quiet is next to nothing, whatever the noise of its clocks adds up to', () => {
    expect(latenessOf(quiet, call)).toBeCloseTo(0.001);
  });

  it('that keeps an answer waiting counts at the moments of the call, not in the middle of it', () => {
    expect(latenessOf(withOne(second(30, { seconds: 0.8 })), call)).toBeCloseTo(0.001);
    expect(latenessOf(withOne(second(39.5, { seconds: 0.8 })), call)).toBeCloseTo(0.8);
  });

  it('that stood still, or was set to another time, counts wherever in the call it was', () => {
    expect(latenessOf(withOne(second(30, { jumpSeconds: 10.3 })), call)).toBeCloseTo(10.301);
    expect(latenessOf(withOne(second(30, { jumpSeconds: -0.5 })), call)).toBeCloseTo(0.501);
    expect(latenessOf(withOne(second(50, { jumpSeconds: 10.3 })), call), 'after the call').toBeCloseTo(0.001);
  });
});
