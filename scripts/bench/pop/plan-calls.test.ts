import { expect, test } from 'vitest';
import { planCalls } from './plan-calls.ts';

const options = {
  seconds: 60,
  callsPerSecond: 10,
  people: 1_000_000,
  watched: ['101', '102'],
  watchedEverySeconds: 5,
  others: ['103', '104', '105'],
};

test('calls come at the pace asked for, in order, and a seed repeats them', () => {
  const calls = planCalls(options);
  expect(calls).toHaveLength(600);
  expect(calls.every((call, index) => index === 0 || call.atMs > (calls[index - 1]?.atMs ?? 0))).toBe(true);
  expect(calls).toEqual(planCalls(options));
});

test('a watched telephone is called once in its time, always answered, and free before the next call', () => {
  for (const extension of options.watched) {
    const mine = planCalls(options).filter((call) => call.extension === extension);
    expect(mine).toHaveLength(12);
    expect(mine.every((call) => call.talkMs !== null)).toBe(true);
    const gaps = mine.slice(1).map((call, index) => call.atMs - (mine[index]?.atMs ?? 0));
    const longest = Math.max(...mine.map(({ ringMs, talkMs }) => ringMs + (talkMs ?? 0)));
    expect(Math.min(...gaps)).toBeGreaterThan(longest + 800);
  }
});

test('every third caller has called before, all are people of the base, and some of the others give up', () => {
  const calls = planCalls(options);
  expect(calls.filter(({ person }) => person < 150).length).toBe(200);
  expect(calls.every(({ person }) => person >= 0 && person < options.people)).toBe(true);
  expect(calls.some(({ talkMs }) => talkMs === null)).toBe(true);
});
