import { expect, test } from 'vitest';
import { auditActions, toldByItems } from '$contract/audit-actions.ts';
import { changeWords } from './change-words.ts';

test('[CRM-5] a change is told in words, each field once', () => {
  expect(changeWords('contact.created')).toBe('Person created');
  expect(changeWords('contact.changed: phones, organisationId, organisationName')).toBe(
    'Changed: numbers, organisation',
  );
});

test('[CRM-5] whatever a line of change can carry has words', () => {
  const kinds = ['contact', 'organisation', 'deal', 'file', 'number'] as const;
  const carried = kinds
    .flatMap((kind) => auditActions[kind].map((verb) => `${kind}.${verb}`))
    .filter((action) => !toldByItems.has(action));
  expect(carried.length).toBeGreaterThan(30);
  expect(carried.filter((action) => changeWords(action).includes('.'))).toEqual([]);
});

test('[CRM-7] a line of a hand-over says from whom to whom, whatever was handed over', () => {
  for (const kind of ['contact', 'organisation', 'deal']) {
    expect(changeWords(`${kind}.handed-over: Anna, Boris`)).toBe('Handed over: Anna → Boris');
    expect(changeWords(`${kind}.handed-back: Boris, Anna`)).toBe('Handed back: Boris → Anna');
    expect(changeWords(`${kind}.handed-over`), 'the owner is hidden from this reader').toBe('Handed over');
  }
});

test('[CRM-5] what the console does not know is shown as it came', () => {
  expect(changeWords('contact.changed: shoeSize')).toBe('Changed: shoeSize');
  expect(changeWords('Этап: лид → клиент')).toBe('Этап: лид → клиент');
});
