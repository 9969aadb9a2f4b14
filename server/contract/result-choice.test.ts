import { expect, it } from 'vitest';
import { choosableResults, groupResults, outOfTime, talkUntilNow } from './result-choice.ts';

const result = (id: string, position: number, more: { mainResultId?: string; active?: boolean } = {}) => ({
  id,
  position,
  active: true,
  mainResultId: null as string | null,
  ...more,
});
const ids = (all: readonly { id: string }[]) => all.map(({ id }) => id);

it('[CAM-4] sub-results stand under their main result, in their order, wherever they were made', () => {
  const all = [
    result('busy-now', 5, { mainResultId: 'no' }),
    result('yes', 1),
    result('later', 2),
    result('no', 3),
    result('too-dear', 4, { mainResultId: 'no' }),
    result('wrong', 6),
  ];
  expect(groupResults(all).map(({ main, results }) => [main?.id ?? null, ids(results)])).toEqual([
    [null, ['yes', 'later']],
    ['no', ['too-dear', 'busy-now']],
    [null, ['wrong']],
  ]);
});

it('[CAM-4] where there are sub-results one of them is given and not the main one; without any in use it is given itself', () => {
  const main = result('no', 1);
  const sub = result('too-dear', 2, { mainResultId: 'no' });
  expect(ids(choosableResults([main, sub]))).toEqual(['too-dear']);
  expect(ids(choosableResults([main, { ...sub, active: false }]))).toEqual(['no']);
});

it('[CAM-4] a main result that is switched off takes its sub-results with it', () => {
  const all = [result('no', 1, { active: false }), result('too-dear', 2, { mainResultId: 'no' }), result('yes', 3)];
  expect(ids(choosableResults(all))).toEqual(['yes']);
});

it('[CAM-4] a result fits a talk of its seconds, both bounds included; without bounds it fits every call', () => {
  const bounds = { minSeconds: 10, maxSeconds: 20 };
  expect([0, 9.9, 10, 20, 20.9, 21].map((seconds) => outOfTime(bounds, seconds))).toEqual([
    'too-short',
    'too-short',
    null,
    null,
    null,
    'too-long',
  ]);
  expect(outOfTime({ minSeconds: null, maxSeconds: null }, 0)).toBeNull();
  expect(outOfTime({ minSeconds: 0, maxSeconds: 0 }, 1)).toBe('too-long');
});

it('[CAM-4] of a call that goes on the talk until now counts, of one that is over what was talked', () => {
  const call = { state: 'talking', answeredAt: '2026-03-01T10:00:00.000Z', talkSeconds: 0 };
  const at = Date.parse('2026-03-01T10:00:42.000Z');
  expect(talkUntilNow(call, at)).toBe(42);
  expect(talkUntilNow({ ...call, state: 'ended', talkSeconds: 30 }, at)).toBe(30);
  expect(talkUntilNow({ ...call, answeredAt: null }, at)).toBe(0);
});
