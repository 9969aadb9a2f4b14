import { expect, it } from 'vitest';
import { decideRestore, onlyDiffering, restorableChanges } from './decide-restore.ts';

const fields = ['name', 'notes', 'owner'];
const before = { name: 'A', notes: 'x', owner: { id: 'agt_1', name: 'Anna' }, ownerName: 'Anna' };
const after = { name: 'B', notes: 'x', owner: null, ownerName: null };

it('[ACC-2] puts back what the change changed and nothing that follows from it', () => {
  const current = { ...after, vip: true };
  const values = { name: 'A', owner: { id: 'agt_1', name: 'Anna' } };
  expect(decideRestore({ before, after, current, fields })).toEqual({
    kind: 'restore',
    fields: ['name', 'owner'],
    values,
  });
});

it('[ACC-2] names the fields that have changed again; others may have', () => {
  const current = { ...after, name: 'C', notes: 'y' };
  expect(decideRestore({ before, after, current, fields })).toEqual({ kind: 'changed-since', fields: ['name'] });
});

it('[ACC-2] has nothing to do when the old values are there, whatever the order of their keys', () => {
  const current = { name: 'A', owner: { name: 'Anna', id: 'agt_1' } };
  expect(decideRestore({ before, after, current, fields })).toEqual({ kind: 'nothing' });
  expect(decideRestore({ before, after, current: after, fields: ['vip'] })).toEqual({ kind: 'nothing' });
});

it('[ACC-2] takes somebody who was renamed since for the same, and a line that was renamed for another', () => {
  const change = { before: { owner: null, lines: [] }, fields: ['owner', 'lines'] };
  const lines = [{ id: 'dln_1', name: 'Oak', price: '10.00' }];
  const after = { owner: { id: 'agt_1', name: 'Anna' }, lines };
  const married = { owner: { id: 'agt_1', name: 'Anna Married' }, lines };
  expect(decideRestore({ ...change, after, current: married }).kind).toBe('restore');
  const renamed = { owner: after.owner, lines: [{ ...lines[0], name: 'Elm' }] };
  expect(decideRestore({ ...change, after, current: renamed })).toEqual({ kind: 'changed-since', fields: ['lines'] });
});

it('[ACC-2] puts back only what is asked for', () => {
  const change = { before, after, current: after, fields };
  expect(decideRestore({ ...change, only: ['name'] })).toEqual({
    kind: 'restore',
    fields: ['name'],
    values: { name: 'A' },
  });
  expect(decideRestore({ ...change, only: ['notes'] })).toEqual({ kind: 'nothing' });
});

it('[ACC-2] puts each of the firm’s own fields back by itself, whatever became of the others', () => {
  const change = {
    before: { custom: { size: 1, colour: 'red' } },
    after: { custom: { size: 2, colour: 'blue', roof: true } },
    fields: ['custom'],
  };
  expect(restorableChanges(change, ['custom'])).toEqual(['custom.size', 'custom.colour', 'custom.roof']);
  const current = { custom: { size: 3, colour: 'blue', roof: true } };
  expect(decideRestore({ ...change, current })).toEqual({ kind: 'changed-since', fields: ['custom.size'] });
  expect(decideRestore({ ...change, current, only: ['custom.colour', 'custom.roof'] })).toEqual({
    kind: 'restore',
    fields: ['custom.colour', 'custom.roof'],
    values: { custom: { colour: 'red', roof: null } },
  });
});

it('[SUP-4] shows of both sides only what differs, and a new record whole', () => {
  expect(onlyDiffering({ a: 1, b: 2 }, { a: 1, b: 3, c: 4 })).toEqual({ before: { b: 2 }, after: { b: 3, c: 4 } });
  expect(onlyDiffering(null, { a: 1 })).toEqual({ before: null, after: { a: 1 } });
});
