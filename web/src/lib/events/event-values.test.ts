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
  const before = { name: 'A', vip: false, version: 1, organisationId: 'org_1', organisationName: 'Vega' };
  const after = { name: 'B', vip: true, version: 2, organisationId: 'org_2', organisationName: 'Vega' };
  expect(changedFields({ before, after }, words)).toMatchObject([
    { name: 'name', before: 'A', after: 'B' },
    { name: 'vip', before: 'no', after: 'yes' },
  ]);
  expect(changedFields({ before: null, after: { name: 'New', notes: '' } }, words)).toMatchObject([
    { name: 'name', before: null, after: 'New' },
  ]);
});

test('[ACC-2] a manager is told by the name, keys in words, and an id without a name not at all', () => {
  expect(valueWords([{ agent: { id: 'agt_1', name: 'Anna' }, role: 'Engineer' }], words)).toBe('Anna (Engineer)');
  const meaning = (field: string, value: unknown) => (field === 'state' && value === 'won' ? 'Won' : undefined);
  const change = {
    before: { state: 'open', stageId: 'a', stageName: 'New' },
    after: { state: 'won', stageId: 'b', stageName: 'Won' },
  };
  expect(changedFields(change, { ...words, meaning }).map(({ name, before, after }) => [name, before, after])).toEqual([
    ['state', 'open', 'Won'],
    ['stageName', 'New', 'Won'],
  ]);
  const names = { team_01abcdefghjkm: 'North' };
  expect(valueWords('team_01abcdefghjkm', { ...words, names })).toBe('North');
  expect(valueWords('team_01abcdefghjkn', { ...words, names })).toBeNull();
  expect(valueWords('2026-05-17', { ...words, day: (date) => `on ${date}` })).toBe('on 2026-05-17');
});

test('[ACC-2] the firm’s own fields stand one by one, each with what puts it back, a name with its id', () => {
  const before = { custom: { size: 1, wood: 'oak' }, organisationId: 'org_1', organisationName: 'Vega' };
  const after = { custom: { size: 1, wood: 'elm' }, organisationId: null, organisationName: null };
  expect(changedFields({ before, after, restorable: ['custom.wood', 'organisationId'] }, words)).toEqual([
    { name: 'organisationName', before: 'Vega', after: null, restore: 'organisationId' },
    { name: 'custom.wood', before: 'oak', after: 'elm', restore: 'custom.wood' },
  ]);
  expect(changedFields({ before, after }, words).every(({ restore }) => restore === null)).toBe(true);
});

test('[AGT-4] skills of an agent are told by their words, one that is not known as it came', () => {
  const meaning = (field: string, value: unknown) => (field === 'skillIds' && value === 'dir_1' ? 'French' : undefined);
  const change = { before: { skillIds: [] }, after: { skillIds: ['dir_1', 'dir_2'] } };
  expect(changedFields(change, { ...words, meaning })).toMatchObject([
    { name: 'skillIds', before: null, after: 'French, dir_2' },
  ]);
});

test('[ACC-2] the note that closed a missed call is told once', () => {
  const change = { before: { closeNote: '' }, after: { closeNote: 'Wrote', note: 'Wrote' } };
  expect(changedFields(change, words)).toMatchObject([{ name: 'closeNote', before: null, after: 'Wrote' }]);
});

test('[SUP-4] a row leads to its record where that has a page', () => {
  expect(recordPath({ kind: 'contact', id: 'ctc_1', title: 'A' })).toBe('/people/ctc_1');
  expect(recordPath({ kind: 'deal', id: 'dea_1', title: 'A' })).toBe('/deals/dea_1');
  expect(recordPath({ kind: 'task', id: 'tsk_1', title: 'A' })).toBeNull();
  expect(recordPath({ kind: null, id: '', title: null })).toBeNull();
});
