import { expect, test } from 'vitest';
import { changeWords } from './change-words.ts';

test('[CRM-5] a change is told in words, each field once', () => {
  expect(changeWords('contact.created')).toBe('Person created');
  expect(changeWords('contact.changed: phones, organisationId, organisationName')).toBe(
    'Changed: numbers, organisation',
  );
});

test('[CRM-5] what the console does not know is shown as it came', () => {
  expect(changeWords('contact.changed: shoeSize')).toBe('Changed: shoeSize');
  expect(changeWords('Этап: лид → клиент')).toBe('Этап: лид → клиент');
});
