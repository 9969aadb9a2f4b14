import { expect, test } from 'vitest';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { decideCorrection } from './decide-correction.ts';

const book = journal();
const ended = () => {
  const call = callFacts({ journal: book, callId: 'call_a' });
  call.started();
  call.wait(5);
  return call.ended();
};
const known = ended();
const merged = (mergedInto: string) => ({ ...known, type: 'call.merged' as const, mergedInto });
const shifted = (seconds: number) => ({
  ...known,
  call: { ...known.call, startedAt: new Date(Date.parse(known.call.startedAt) + seconds * 1000).toISOString() },
});

test.each([
  ['a call that says the same', known, known, 'same'],
  ['a call the log does not know', null, known, 'missing'],
  ['another outcome', known, { ...known, call: { ...known.call, outcome: 'busy' as const } }, 'differs'],
  ['a call that is part of another one', known, merged('call_b'), 'differs'],
  ['the same merge', merged('call_b'), merged('call_b'), 'same'],
  ['a call of its own that was merged', merged('call_b'), known, 'apart'],
  ['a call merged into another one than before', merged('call_b'), merged('call_c'), 'apart'],
  ['a call of which only the later part was read', known, shifted(30), 'half-seen'],
  ['a beginning that moved by a moment', known, shifted(1), 'differs'],
])('[TEL-10] %s', (_, before, now, correction) => {
  expect(decideCorrection(before, now)).toBe(correction);
});
