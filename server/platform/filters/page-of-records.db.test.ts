import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import type { SqlQuery } from '../database/sql.ts';
import { type PageLimits, type SortOrder, selectPageOfIds } from './page-of-records.ts';

const table = { from: 'things t', id: 't.id', live: 't.deleted_at is null' };
/** Small ones, so that a few hundred rows go every way. */
const limits: PageLimits = { near: 6, further: 30, elsewhere: 60, sorted: 8, known: 30 };

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table things (id text primary key, name text not null, size int, deleted_at timestamptz)`;
  // Names come twice, every seventh has no size, every eleventh is deleted.
  await db.sql`insert into things
    select 'id' || n, 'name ' || ((n * 37) % 150), case when n % 7 > 0 then (n * 13) % 50 end,
      case when n % 11 = 0 then now() end
    from generate_series(1, 300) n`;
});
afterAll(() => db.drop());

const number = () => db.sql`substr(t.id, 3)::int`;

const filters: Record<string, () => SqlQuery> = {
  'most of them': () => db.sql`${number()} % 2 = 0`,
  'a few': () => db.sql`${number()} in (5, 99, 250, 251, 252)`,
  none: () => db.sql`${number()} > 1000`,
  'more than a few, lying apart': () => db.sql`${number()} % 10 = 3`,
  'more than a few, lying together at the end of the names': () => db.sql`t.name > 'name 9'`,
  'too many to know, lying together at the end of the names': () => db.sql`t.name > 'name 6'`,
};

const orders: Record<string, () => SortOrder> = {
  'by name': () => ({ value: db.sql`t.name`, as: 'text', descending: false, isAlways: true }),
  'by name, backwards': () => ({ value: db.sql`t.name`, as: 'text', descending: true, isAlways: true }),
  'by size, which not all have': () => ({ value: db.sql`t.size`, as: 'numeric', descending: true, isAlways: false }),
};

const cases = Object.keys(filters).flatMap((filter) =>
  Object.keys(orders).flatMap((order) =>
    ['of the record', 'of another table', 'of an index'].map((asked) => ({ filter, order, asked })),
  ),
);

const title = '[CRM-4] pages of $filter $order hold each of them once and in order, asked $asked';
it.each(cases)(title, async ({ filter, order, asked }) => {
  const sort = orders[order]!();
  const where = db.sql`t.deleted_at is null and ${filters[filter]!()}`;
  const way = db.sql.unsafe(sort.descending ? 'desc' : 'asc');
  const plain = await db.sql<{ id: string }[]>`
    select t.id from things t where ${where}
    order by ${sort.value} ${way} nulls last, case when ${sort.value} is null then t.id end,
      t.id ${way}`;
  const found: string[] = [];
  let cursor: string | undefined;
  do {
    const elsewhere = asked === 'of another table' ? filters[filter]!() : null;
    const isByIndex = asked === 'of an index';
    const query = { where, sort, cursor, limit: 4, isFiltered: true, elsewhere, isByIndex };
    const page = await selectPageOfIds(db.sql, table, query, limits);
    expect(page.ids.length).toBeLessThanOrEqual(4);
    found.push(...page.ids);
    cursor = page.nextCursor ?? undefined;
  } while (cursor !== undefined);
  expect(found).toEqual(plain.map(({ id }) => id));
});
