import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectionNeighbours } from '../../../server/modules/calls/real-neighbours.ts';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { seededRandom } from '../../pbx-lab/seeded-random.ts';
import { type BaseIds, callerOf, isRight } from './callers.ts';
import { differingFrom, type StoredSample, storeByUsecases } from './check-by-usecases.ts';
import { openDatabaseTimer } from './database-time.ts';
import { fillMessy } from './fill-messy.ts';

/** The first ten thousand work for large firms. */
const people = 12_000;

let db: TestDatabase;
let platform: TestPlatform;
let sample: StoredSample;
let ids: BaseIds;

beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  const indexes = Array.from({ length: 60 }, (_, at) => at * 199);
  sample = await storeByUsecases(platform, indexes);
  ids = await fillMessy(db.url, people, () => undefined);
});
afterAll(() => db.drop());

describe('the base that look-ups are measured on', () => {
  it('holds what the usecases store for the same people', async () => {
    expect(sample.size).toBe(60);
    expect(await differingFrom(sample, db.sql, ids)).toEqual([]);
  });

  it('has every index again', async () => {
    const indexesOf = async ({ sql }: Pick<TestDatabase, 'sql'>) =>
      (await sql<{ indexdef: string }[]>`select indexdef from pg_indexes where schemaname = 'public' order by 1`).map(
        ({ indexdef }) => indexdef,
      );
    const fresh = await createTestDatabase();
    expect(await indexesOf(db)).toEqual(await indexesOf(fresh));
    await fresh.drop();
  });
});

describe('[TEL-2] callers in mixed forms', () => {
  it('are each found to be the right person, one of the right ones, or nobody', async () => {
    const { findMatches } = projectionNeighbours(platform, { teamsOfQueues: async () => new Map() });
    const random = seededRandom(4);
    const kinds = new Set<string>();
    for (let count = 0; count < 1_500; count += 1) {
      const { number, expected } = callerOf(people, random);
      const [match] = await findMatches(db.sql, [{ raw: number.raw, e164: null, withheld: false }]);
      expect(match && isRight(match, expected, ids), JSON.stringify({ number, expected, match })).toBe(true);
      kinds.add(expected.kind);
    }
    expect([...kinds].sort()).toEqual(['among', 'nobody', 'organisation', 'person']);
  });

  it('are looked up by the same statements when their time in the database is taken', async () => {
    const { findMatches } = projectionNeighbours(platform, { teamsOfQueues: async () => new Map() });
    const timer = await openDatabaseTimer(db.url);
    const random = seededRandom(5);
    try {
      for (let count = 0; count < 30; count += 1) {
        const { number } = callerOf(people, random);
        const wanted = [{ raw: number.raw, e164: null, withheld: false }];
        expect(await findMatches(timer.sql, wanted)).toEqual(await findMatches(db.sql, wanted));
        const taken = timer.takeMs();
        expect(taken).toBeGreaterThan(0);
        expect(Number.isFinite(taken)).toBe(true);
      }
      expect(timer.takeMs()).toBe(0);
    } finally {
      await timer.close();
    }
  });
});
