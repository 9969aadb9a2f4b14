import { expect, test } from 'vitest';
import type { Disposition } from '$contract/calls.contract.ts';
import { groupResults } from '$contract/result-choice.ts';
import { allowedGroups, resultKeys } from './result-groups.ts';

let position = 0;
const result = (id: string, hotkey: number | null, mainResultId: string | null = null) => {
  position += 1;
  return { id, hotkey, mainResultId, position, active: true } as Disposition;
};
const groups = groupResults([
  result('yes', 1),
  result('no', 5),
  result('dear', null, 'no'),
  result('has-one', 7, 'no'),
  result('slow', null, 'no'),
  result('odd', null),
]);

test('[CAM-4] a part without a key of its own has that of its main result and its place', () => {
  expect([...resultKeys(groups)]).toEqual([
    ['yes', '1'],
    ['dear', '5 1'],
    ['has-one', '7'],
    ['slow', '5 3'],
    ['odd', null],
  ]);
});

test('[CAM-4] a campaign that names a main result offers all its parts; one that names a part only that one', () => {
  const offered = (...ids: string[]) =>
    allowedGroups(groups, new Set(ids)).map(({ main, results }) => [main?.id ?? null, results.map(({ id }) => id)]);
  expect(offered('no', 'odd')).toEqual([
    ['no', ['dear', 'has-one', 'slow']],
    [null, ['odd']],
  ]);
  expect(offered('slow')).toEqual([['no', ['slow']]]);
  expect(allowedGroups(groups, null)).toEqual(groups);
});
