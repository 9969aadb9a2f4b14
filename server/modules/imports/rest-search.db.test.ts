import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { importJobs } from './imports.jobs.ts';
import { mayRest, restSearch, searchIndexes } from './rest-search.usecases.ts';

let db: TestDatabase;
let platform: TestPlatform;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
});
afterAll(() => db.drop());

const present = async () =>
  (
    await db.sql<{ indexname: string }[]>`
      select indexname from pg_indexes where schemaname = 'public' and indexname = any(${[...searchIndexes]}::text[]) order by 1`
  ).map(({ indexname }) => indexname);
const all = [...searchIndexes].sort();

describe('[IMP-1] the indexes of searching while a first base comes in', () => {
  it.each([
    { known: 0, coming: 50_000, is: true },
    { known: 0, coming: 49_999, is: false },
    { known: 5_000, coming: 50_000, is: true },
    { known: 5_001, coming: 50_000, is: false },
    { known: 900_000, coming: 1_000_000, is: false },
  ])('rest for $coming new people beside $known known ones: $is', ({ known, coming, is }) => {
    expect(mayRest({ known, coming })).toBe(is);
  });

  it('rest only in an almost empty base, and are woken by the clock when their import never goes on', async () => {
    expect(await present()).toEqual(all);
    await restSearch(platform.database, 10_000, platform.logger);
    expect(await present()).toEqual(all);
    await restSearch(platform.database, 60_000, platform.logger);
    expect(await present()).toEqual([]);
    const tend = importJobs(platform).find(({ name }) => name === 'imports.tend');
    await tend?.run({}, { signal: new AbortController().signal } as never);
    expect(await present()).toEqual(all);
  });

  it('do not rest where there are people already', async () => {
    await db.sql`insert into contacts (id, name, lifecycle, created_at, updated_at)
      select 'ctc_' || lpad(n::text, 22, '0'), 'Person ' || n, 'lead', now(), now() from generate_series(1, 6001) n`;
    await restSearch(platform.database, 60_000, platform.logger);
    expect(await present()).toEqual(all);
  });
});
