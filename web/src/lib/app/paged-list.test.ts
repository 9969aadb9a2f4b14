import { expect, test } from 'vitest';
import { PagedList, RecordList } from './paged-list.svelte.ts';

test('[CRM-1] a record that was changed elsewhere changes in place; one that was deleted leaves; the rest stays', async () => {
  const items = ['a', 'b', 'c'].map((id) => ({ id, name: id, version: 1 }));
  const list = new RecordList(async () => ({ items, nextCursor: null }));
  await list.open();
  list.take({ id: 'b', name: 'Bea', version: 2 });
  list.take({ id: 'b', name: 'old', version: 1 });
  list.take({ id: 'd', name: 'Dan', version: 1 });
  expect(list.items.map(({ name }) => name)).toEqual(['a', 'Bea', 'c']);
  list.drop('a');
  expect(list.items.map(({ id }) => id)).toEqual(['b', 'c']);
});

test('[UX-1] pages follow each other once, and an answer to an older question is dropped', async () => {
  const answers: Record<string, (page: { items: string[]; nextCursor: string | null }) => void> = {};
  const list = new PagedList(
    (q: string, cursor = 'first') =>
      new Promise<{ items: string[]; nextCursor: string | null }>((resolve) => {
        answers[`${q} ${cursor}`] = resolve;
      }),
  );
  const slow = list.open('old');
  const quick = list.open('new');
  answers['new first']?.({ items: ['n1'], nextCursor: 'second' });
  answers['old first']?.({ items: ['o1'], nextCursor: null });
  await Promise.all([slow, quick]);
  expect(list.items).toEqual(['n1']);
  const next = list.more();
  await list.more();
  answers['new second']?.({ items: ['n2'], nextCursor: null });
  await next;
  await list.more();
  expect([list.items, Object.keys(answers)]).toEqual([
    ['n1', 'n2'],
    ['old first', 'new first', 'new second'],
  ]);
});

test('[UX-1] the same question again does not shorten what was scrolled to; another one begins anew', async () => {
  const asked: [string, number][] = [];
  const list = new PagedList(async (q: string, cursor: string | undefined, limit: number) => {
    asked.push([q, limit]);
    return { items: Array.from({ length: limit }, (_, index) => `${q} ${index}`), nextCursor: cursor ? null : 'next' };
  });
  await list.open('a');
  await list.more();
  await list.again();
  await list.open('b');
  expect(asked).toEqual([
    ['a', 100],
    ['a', 100],
    ['a', 200],
    ['b', 100],
  ]);
});
