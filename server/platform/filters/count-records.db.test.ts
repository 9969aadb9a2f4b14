import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { countRecords, type Held } from './count-records.ts';

const table = { from: 'things t', id: 't.id', live: 't.deleted_at is null' };

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table things (id text primary key, team text not null, is_private boolean not null, deleted_at timestamptz)`;
  await db.sql`insert into things select 'id' || n, case when n % 3 = 0 then 'north' else 'south' end, n % 5 = 0,
      case when n % 11 = 0 then now() end
    from generate_series(1, 300) n`;
  // Every second thing has a part, every sixth has two: each is counted once.
  await db.sql`create table parts (thing_id text not null)`;
  await db.sql`insert into parts select 'id' || n from generate_series(2, 300, 2) n union all
    select 'id' || n from generate_series(6, 300, 6) n`;
});
afterAll(() => db.drop());

const ids = () => db.sql`select p.thing_id from parts p`;
/** What counts, as Held says it; and the same said plainly. */
const cases: { title: string; held: () => Held; plain: () => ReturnType<typeof ids> }[] = [
  { title: 'all', held: () => ({ ids: ids(), unseen: null }), plain: () => db.sql`true` },
  {
    title: 'all but a few',
    held: () => ({ ids: ids(), unseen: db.sql`t.deleted_at is null and t.is_private and t.team = 'south'` }),
    plain: () => db.sql`not (t.is_private and t.team = 'south')`,
  },
  {
    title: 'those of a team',
    held: () => ({ ids: ids(), counted: db.sql`t.deleted_at is null and t.team = 'north'` }),
    plain: () => db.sql`t.team = 'north'`,
  },
];

const ways = cases.flatMap((one) => [1_000, 150, 10, 0].map((oneByOne) => ({ ...one, oneByOne })));

it.each(ways)(
  '[CRM-4] $title are counted when $oneByOne ids are read one by one',
  async ({ held, plain, oneByOne }) => {
    const where = db.sql`t.deleted_at is null and ${plain()} and t.id in (${ids()})`;
    const [row] = await db.sql<{ count: number }[]>`select count(*)::int as count from things t where ${where}`;
    expect(row?.count).toBeGreaterThan(20);
    expect(await countRecords(db, table, where, held(), oneByOne)).toEqual({ count: row?.count, isExact: true });
  },
);
