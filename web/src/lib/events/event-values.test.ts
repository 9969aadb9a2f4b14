import { expect, test } from 'vitest';
import { changedFields, recordPath, valueWords } from './event-values.ts';

const words = { yes: 'yes', no: 'no', time: (iso: string) => `at ${iso}` };

test('[SUP-4] values of every shape are one line of words', () => {
  expect(valueWords(true, words)).toBe('yes');
  expect(valueWords([], words)).toBeNull();
  expect(valueWords('', words)).toBeNull();
  expect(valueWords(['a@b.test', 'c@d.test'], words)).toBe('a@b.test, c@d.test');
  expect(valueWords({ id: 'agt_1', name: 'Anna' }, words)).toBe('Anna');
  expect(
    valueWords(
      [
        { raw: '8 916', e164: '+7916' },
        { raw: '20-20', e164: null },
      ],
      words,
    ),
  ).toBe('+7916, 20-20');
  expect(valueWords('2026-11-26T13:00:00.000Z', words)).toBe('at 2026-11-26T13:00:00.000Z');
  expect(valueWords({ inbound: true, days: 30 }, words)).toBe('inbound: yes, days: 30');
});

test('[SUP-4] only fields that differ stand side by side, without the bookkeeping', () => {
  const before = { name: 'A', vip: false, version: 1, organisationId: 'org_1' };
  const after = { name: 'B', vip: true, version: 2, organisationId: 'org_2' };
  expect(changedFields({ before, after }, words)).toEqual([
    { name: 'name', before: 'A', after: 'B' },
    { name: 'vip', before: 'no', after: 'yes' },
  ]);
  expect(changedFields({ before: null, after: { name: 'New', notes: '' } }, words)).toEqual([
    { name: 'name', before: null, after: 'New' },
  ]);
});

test('[SUP-4] a row leads to its record where that has a page', () => {
  expect(recordPath({ kind: 'contact', id: 'ctc_1', title: 'A' })).toBe('/people/ctc_1');
  expect(recordPath({ kind: 'task', id: 'tsk_1', title: 'A' })).toBeNull();
  expect(recordPath({ kind: null, id: '', title: null })).toBeNull();
});
