import { expect, test } from 'vitest';
import { dialledDrafts, dialledNumbersOf, isWrongNumber, newDialled } from './dialled-draft.ts';

const saved = [
  { number: '+7 495 123-45-67', sourceId: 'dir_radio', channel: '', note: 'Oak' },
  { number: '_495123XXXX', sourceId: null, channel: 'Billboards', note: '' },
];

test('[CRM-8] what was saved is what the table shows and saves again, without empty lines', () => {
  expect(dialledNumbersOf([...dialledDrafts(saved), newDialled()])).toEqual(saved);
});

test('[CRM-8] a line without a number, with a wrong one, or that says neither source nor channel is not saved', () => {
  for (const wrong of [{ number: '' }, { number: 'abc' }, { channel: '', sourceId: '' }])
    expect(dialledNumbersOf([{ ...newDialled(), number: '100', channel: 'Fair', ...wrong }])).toBeNull();
  expect([isWrongNumber(''), isWrongNumber('_1(2'), isWrongNumber(' _1X. ')]).toEqual([false, true, false]);
});
