import { expect, test } from 'vitest';
import { choicesToSend } from './choices-draft.ts';

test('[CRM-3] a renamed choice keeps its id, a new one is sent by its words, an empty one is left out', () => {
  expect(
    choicesToSend([
      { id: 'oak', label: ' Oak wood ', active: true },
      { id: null, label: 'Pine', active: true },
      { id: null, label: ' ', active: true },
      { id: 'old', label: 'Old', active: false },
    ]),
  ).toEqual([{ id: 'oak', label: 'Oak wood', active: true }, 'Pine', { id: 'old', label: 'Old', active: false }]);
});
