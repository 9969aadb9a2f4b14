import { expect, test } from 'vitest';
import { entryBecauseKeys } from '$contract/campaigns.contract.ts';
import { entryBecauseWords } from './entry-words.ts';

const context = { disposition: () => undefined, when: () => '14:05', agent: 'Anna' };
const values = {
  outcome: 'busy',
  attempts: '3',
  zone: 'Europe/Samara',
  at: '2026-01-01T00:00:00.000Z',
  what: 'finished',
};

test.each(entryBecauseKeys)('[CAM-8] %s is said in words', (key) => {
  const said = entryBecauseWords({ key, values }, context);
  expect(said).toMatch(/\S/);
  expect(said).not.toMatch(/undefined|NaN|\{/);
});

test.each(['gap', 'abandoned-lock', 'per-day', 'per-24-hours', 'per-30-days', 'calling-hours', 'holiday'])(
  '[CAM-8] what was moved by %s says why',
  (moved) => {
    const said = entryBecauseWords({ key: 'entry.retry-moved', values: { ...values, moved } }, context);
    expect(said).toMatch(/^Again after “Busy” – later/);
  },
);

test('[CAM-8] a result is called by its name', () => {
  const because = { key: 'entry.result-final' as const, values: { outcome: 'answered', dispositionId: 'dsp_sale' } };
  expect(entryBecauseWords(because, { ...context, disposition: () => 'Sold' })).toBe('“Sold” ends it');
});
