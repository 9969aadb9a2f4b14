import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { indexCustomFields } from './index-custom-fields.usecases.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const validOnes = () => db.sql<{ name: string }[]>`
  select relname as name from pg_class join pg_index on indexrelid = pg_class.oid
  where indisvalid and relname like 'contacts_custom_quick%' order by relname`;

it('[CRM-3] fields of every kind of record get their index', async () => {
  const records = ['organisation', 'deal', 'task', 'call'];
  const rows = records.map((record) => ({
    id: `fld_${record}`,
    record,
    key: 'size',
    label: 'Size',
    type: 'number',
    position: 1,
    created_at: new Date('2026-03-02T09:00:00Z'),
  }));
  await db.sql`insert into custom_fields ${db.sql(rows)}`;
  expect((await indexCustomFields(db)).sort()).toEqual(
    ['calls', 'deals', 'organisations', 'tasks'].map((table) => `${table}_custom_size`),
  );
});

it('[CRM-3] indexes of many fields made at once are all there in the end, however they got in each other’s way', async () => {
  const keys = Array.from({ length: 6 }, (_, at) => `quick_${at}`);
  const rows = keys.map((key, position) => ({
    id: `fld_${key}`,
    record: 'contact',
    key,
    label: key,
    type: 'text',
    position,
    created_at: new Date('2026-03-02T09:00:00Z'),
  }));
  await db.sql`insert into custom_fields ${db.sql(rows)}`;
  // As two servers would, without the queue that keeps them apart.
  const made = await Promise.all([indexCustomFields(db), indexCustomFields(db)]);
  expect((await validOnes()).map(({ name }) => name)).toEqual(keys.map((key) => `contacts_custom_${key}`));
  expect(made.flat().length).toBeGreaterThanOrEqual(keys.length);
  expect(await indexCustomFields(db)).toEqual([]);
});
