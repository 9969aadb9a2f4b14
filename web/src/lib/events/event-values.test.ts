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

test('[ACC-2] lines of a deal are told with what they cost, a manager by the name, keys in words', () => {
  const line = { id: 'dln_1', name: 'Oak', quantity: '2', price: '100.00', discountPercent: '0' };
  expect(valueWords([line, { ...line, name: 'Elm', discountPercent: '5' }], words)).toBe(
    'Oak × 2 · 100.00, Elm × 2 · 100.00 · −5 %',
  );
  expect(valueWords([{ agent: { id: 'agt_1', name: 'Anna' }, role: 'Engineer' }], words)).toBe('Anna (Engineer)');
  const meaning = (field: string, value: string) => (field === 'state' && value === 'won' ? 'Won' : null);
  const change = { before: { state: 'open', stageId: 'a' }, after: { state: 'won', stageId: 'b' } };
  expect(changedFields(change, { ...words, meaning })).toEqual([{ name: 'state', before: 'open', after: 'Won' }]);
});

test('[AGT-4] skills of an agent are told by their words, one that is not known as it came', () => {
  const meaning = (field: string, value: string) => (field === 'skillIds' && value === 'dir_1' ? 'French' : null);
  const change = { before: { skillIds: [] }, after: { skillIds: ['dir_1', 'dir_2'] } };
  expect(changedFields(change, { ...words, meaning })).toEqual([
    { name: 'skillIds', before: null, after: 'French, dir_2' },
  ]);
});

test('[ACC-2] the note that closed a missed call is told once', () => {
  const change = { before: { closeNote: '' }, after: { closeNote: 'Wrote', note: 'Wrote' } };
  expect(changedFields(change, words)).toEqual([{ name: 'closeNote', before: null, after: 'Wrote' }]);
});

test('[SUP-4] a row leads to its record where that has a page', () => {
  expect(recordPath({ kind: 'contact', id: 'ctc_1', title: 'A' })).toBe('/people/ctc_1');
  expect(recordPath({ kind: 'deal', id: 'dea_1', title: 'A' })).toBe('/deals/dea_1');
  expect(recordPath({ kind: 'task', id: 'tsk_1', title: 'A' })).toBeNull();
  expect(recordPath({ kind: null, id: '', title: null })).toBeNull();
});
