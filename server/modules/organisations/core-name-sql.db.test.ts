/** The name without its legal form is the same in SQL as in code, where SQL can tell it. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { coreName, legalForms } from './core-name.ts';
import { coreNameSql } from './core-name-sql.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const inSql = async (name: string) => {
  const [row] = await db.sql<{ core: string }[]>`
    select ${coreNameSql(db.sql, db.sql`given.key`)} as core from (select search_text(${name}) collate "C" as key) as given`;
  return row?.core;
};

test.each([
  'ООО «Ромашка»',
  'Ромашка, ООО',
  'ООО "ПКФ "Заря"',
  'ЗАО Зелёный Лес',
  'Bois du Nord S.A.R.L.',
  'Oak Boards, Inc.',
  'Rossi & Figli SRL',
  'Café du Port',
  'Майка',
  'GmbH',
  'Co-op Ltd.',
])('[CRM-6] %s', async (name) => {
  expect(await inSql(name)).toBe(coreName(name));
});

test('[CRM-6] every legal form goes, before and after the name', async () => {
  const names = [...legalForms].flatMap((form) => [`${form} Vega`, `Vega ${form}`]);
  const rows = await db.sql<{ core: string }[]>`
    select distinct ${coreNameSql(db.sql, db.sql`search_text(name) collate "C"`)} as core from unnest(${names}::text[]) as name`;
  expect(rows.map(({ core }) => core)).toEqual(['vega']);
});
