import { expect, it } from 'vitest';
import { changeText } from './change-text.ts';

it('[CRM-5] names the fields that changed, and not why they did, nor what this reader does not get', () => {
  const became = (action: string) => ({
    action,
    before: { lifecycle: 'lead' },
    after: { lifecycle: 'client', because: 'deal-won', dealId: 'dea_1' },
  });
  expect(changeText(became('contact.changed'), new Set())).toBe('contact.changed: lifecycle');
  expect(changeText(became('organisation.changed'), new Set())).toBe('organisation.changed: lifecycle');
  expect(changeText(became('contact.changed'), new Set(['lifecycle']))).toBe('contact.changed');
});
