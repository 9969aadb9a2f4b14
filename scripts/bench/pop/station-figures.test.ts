import { expect, test } from 'vitest';
import { figuresOf, takeApart } from './station-figures.ts';

const at = (times: Record<string, number>) => (callId: string) => times[callId];
const stations = [
  { name: 'rings', at: at({ a: 100, b: 200, c: 300 }) },
  { name: 'stored', at: at({ a: 110, c: 330 }) },
  { name: 'shown', at: at({ a: 125, b: 240 }) },
];

test('the whole way is that from the first station to the last, of calls that passed both', () => {
  expect(takeApart(['a', 'b', 'c'], stations).whole).toEqual([25, 40]);
});

test('a part is left out for a call that did not pass its two stations', () => {
  expect(takeApart(['a', 'b', 'c'], stations).parts).toEqual([
    { name: 'stored', ms: [10, 30] },
    { name: 'shown', ms: [15] },
  ]);
});

test('figures have a limit only where one is asked for', () => {
  expect(figuresOf('pop', [1, 2, 3], { p50: 2 })).toEqual([
    { name: 'pop, p50', value: 2, unit: 'ms', limit: { atMost: 2 } },
    { name: 'pop, p99', value: 3, unit: 'ms' },
  ]);
});
