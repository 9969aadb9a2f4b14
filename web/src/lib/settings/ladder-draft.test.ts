import { expect, test } from 'vitest';
import { bodyOf, draftOf } from './ladder-draft.ts';

const ladder = {
  id: 'l1',
  name: 'Sales',
  isDefault: true,
  maxPerDay: 4,
  version: 2,
  steps: {
    noAnswer: [{ afterSeconds: 1_800 }, { afterSeconds: 86_400 }],
    busy: [{ afterSeconds: 300 }],
    machine: null,
    failed: null,
  },
};

test('[RTY-1] a ladder that was opened and saved untouched stays the same', () => {
  expect(bodyOf(draftOf(ladder))).toEqual({ name: 'Sales', maxPerDay: 4, steps: ladder.steps });
});

test('[RTY-1] a ladder without a name, without steps or with a step of words is not sent', () => {
  expect(bodyOf(draftOf(null))).toBeNull();
  const empty = draftOf(ladder);
  empty.steps.noAnswer = [];
  expect(bodyOf(empty)).toBeNull();
  const words = draftOf(ladder);
  words.steps.busy = [{ amount: 'soon', unit: 'hours' }];
  expect(bodyOf(words)).toBeNull();
  const tooLong = draftOf(ladder);
  tooLong.steps.busy = [{ amount: '91', unit: 'days' }];
  expect(bodyOf(tooLong)).toBeNull();
});
