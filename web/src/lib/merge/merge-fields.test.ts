import { describe, expect, it } from 'vitest';
import type { Contact } from '$contract/contacts.contract.ts';
import type { MergePreview } from '$contract/merges.contract.ts';
import { mergeRows } from './merge-fields.ts';

const person = (id: string, change: Partial<Contact>) =>
  ({
    id,
    name: id,
    emails: [],
    vip: false,
    owner: null,
    custom: {},
    lifecycle: 'lead',
    ...change,
  }) as unknown as Contact;
const preview = (fields: MergePreview['fields']) =>
  ({ survivorId: 'a', records: [], phones: [], fields }) as MergePreview;
const words = { lifecycle: (key: string) => key.toUpperCase(), source: (id: string) => id, yes: 'yes' };

describe('[CRM-6] the rows of a merge', () => {
  const people = [
    person('a', { name: 'Ann', emails: ['a@x'], owner: { id: 'o', name: 'Olga' } }),
    person('b', { name: 'Ann Petrova', emails: ['b@x'], vip: true }),
  ];
  const fields: MergePreview['fields'] = [
    { field: 'emails', from: null, conflict: false, because: 'united' },
    { field: 'vip', from: 'b', conflict: false, because: 'only-one' },
    { field: 'birthday', from: 'a', conflict: false, because: 'only-one' },
    { field: 'name', from: 'b', conflict: true, because: 'longest' },
    { field: 'ownerId', from: 'a', conflict: false, because: 'only-one' },
  ];

  it('[CRM-6] contradictions come first, what nobody says is left out, lists are put together', () => {
    const rows = mergeRows(preview(fields), people, {}, words);
    expect(rows.map(({ field, result }) => [field, result])).toEqual([
      ['name', 'Ann Petrova'],
      ['emails', 'a@x, b@x'],
      ['vip', 'yes'],
      ['ownerId', 'Olga'],
    ]);
  });

  it('[CRM-6] a choice changes the result and says so', () => {
    const [name] = mergeRows(preview(fields), people, { name: 'a' }, words);
    expect(name).toMatchObject({ result: 'Ann', from: 'a', because: 'chosen' });
  });
});
