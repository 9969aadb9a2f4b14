import { expect, test } from 'vitest';
import { auditActions } from '$contract/audit-actions.ts';
import { actionWord, kindWord } from './event-words.ts';

test('[SUP-4] every kind and every action that the server can write down has words', () => {
  const known = Object.entries(auditActions).flatMap(([kind, verbs]) => verbs.map((verb) => `${kind}.${verb}`));
  expect(known.length).toBeGreaterThan(100);
  expect(known.filter((action) => actionWord({ action, after: null }) === action)).toEqual([]);
  expect(Object.keys(auditActions).filter((kind) => kindWord(kind) === kind)).toEqual([]);
  expect(actionWord({ action: 'moon.landed', after: null }), 'of a later server').toBe('moon.landed');
});

test('[SUP-4] a missed call that was settled by hand is not told as if somebody had been reached', () => {
  const settled = (resolvedHow?: string) => actionWord({ action: 'missed-call.resolved', after: { resolvedHow } });
  expect(settled('our-call')).toBe('Reached');
  expect(settled('caller-got-through')).toBe('The caller got through');
  expect(settled('by-hand')).toBe('Settled by hand');
  expect(settled(), 'its values are not for this reader').toBe('Settled');
});
