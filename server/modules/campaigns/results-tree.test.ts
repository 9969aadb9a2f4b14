import { expect, it } from 'vitest';
import { resultsTree } from './results-tree.ts';

it('[CAM-11] a main result counts its sub-results, and what it was given itself before it had any', () => {
  const no = { mainId: 'no', mainLabel: 'No' };
  const main = { mainId: null, mainLabel: null };
  expect(
    resultsTree([
      { id: 'yes', label: 'Yes', count: 4, ...main },
      { id: 'dear', label: 'Too dear', count: 2, ...no },
      { id: 'no', label: 'No', count: 1, ...main },
      { id: 'has-one', label: 'Has one', count: 3, ...no },
    ]),
  ).toEqual([
    {
      dispositionId: 'no',
      label: 'No',
      count: 6,
      subResults: [
        { dispositionId: 'has-one', label: 'Has one', count: 3 },
        { dispositionId: 'dear', label: 'Too dear', count: 2 },
      ],
    },
    { dispositionId: 'yes', label: 'Yes', count: 4, subResults: [] },
  ]);
});
