import { expect, it } from 'vitest';
import { valuesText } from './values-text.ts';

const words = { language: 'ru' as const, entries: new Map([['dir_source_call', 'Звонок']]), people: new Map() };
const event = { kind: 'contact', before: null, after: null, names: {} };

it('[ACC-2] old and new values are told in words: names of fields, of records and of states, and no codes', () => {
  const before = {
    name: 'Иван',
    vip: true,
    sourceId: 'dir_source_call',
    organisationId: 'org_1',
    organisationName: 'Вега',
    owner: { id: 'agt_1', name: 'Анна' },
    phones: [{ e164: '+79161234567', raw: '8 916', kind: 'mobile' }],
    version: 3,
  };
  const text = valuesText({ ...event, before }, 'before', words);
  expect(text).toBe(
    'имя: Иван; VIP: да; источник: Звонок; организация: Вега; ответственный: Анна; номера: +79161234567',
  );
});

it('[ACC-2] a state is that of its kind of record, an id has the name that the reader may know', () => {
  const missed = {
    kind: 'missed-call',
    before: null,
    after: { state: 'trying', tries: 2, teamId: 'team_1' },
    names: { team_1: 'Север' },
  };
  expect(valuesText(missed, 'after', words)).toMatch(/звоним|перезван|Север/i);
  expect(valuesText(missed, 'after', words)).not.toMatch(/trying|tries|team_1/);
  expect(valuesText({ ...event, kind: 'task', after: { state: 'executed' } }, 'after', words)).not.toContain(
    'executed',
  );
  expect(valuesText(event, 'after', words)).toBeUndefined();
});
