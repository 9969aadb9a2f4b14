/** Who is calling, among a million people: is it the right person, and how long does the database take? */
import { systemPrincipal } from '../../server/modules/access/principal.ts';
import { projectionNeighbours } from '../../server/modules/calls/real-neighbours.ts';
import { search } from '../../server/modules/search/search.usecases.ts';
import type { Sql } from '../../server/platform/database/database.ts';
import type { Platform } from '../../server/platform/platform.ts';
import { type Random, seededRandom } from '../pbx-lab/seeded-random.ts';
import type { Bench, Figure } from './bench.ts';
import { percentile } from './bench.ts';
import { type BenchDatabase, startBenchDatabase } from './bench-database.ts';
import { type BaseIds, callerOf, isRight } from './lookup/callers.ts';
import { differingFrom, storeByUsecases } from './lookup/check-by-usecases.ts';
import { type DatabaseTimer, openDatabaseTimer } from './lookup/database-time.ts';
import { fillMessy } from './lookup/fill-messy.ts';
import { mobileOf } from './lookup/messy-people.ts';
import { e164Of } from './lookup/number-plans.ts';

const people = 1_000_000;
const lookUps = 10_000;
const searches = 300;
const sampleSize = 200;
/** Not counted: statements are prepared and planned, the first pages are read. */
const warmUp = 200;

/** Milliseconds of each. */
type Samples = { database: number[]; server: number[] };
const noSamples = (): Samples => ({ database: [], server: [] });

export const lookup: Bench = {
  name: 'lookup',
  title: 'Callers in mixed forms among a million people: the right person, and the time in the database',
  async run(say) {
    const base = await startBenchDatabase();
    try {
      return await measureOn(base, say);
    } finally {
      await base.stop();
    }
  },
};

async function measureOn({ platform, url }: BenchDatabase, say: (line: string) => void): Promise<Figure[]> {
  const random = seededRandom(2);
  const indexes = Array.from({ length: sampleSize }, () => Math.floor(random.next() * people));
  say(`storing ${sampleSize} people through the usecases, to compare with…`);
  const sample = await storeByUsecases(platform, indexes);
  const ids = await fillMessy(url, people, say);
  const differing = await differingFrom(sample, platform.database.sql, ids);
  if (differing.length > 0) throw new Error(`the base is not as the usecases store it, people ${differing.join(', ')}`);
  say(`looking ${lookUps} callers up…`);
  const timer = await openDatabaseTimer(url);
  try {
    const calls = await lookUp(platform, timer, ids, random);
    say(`searching ${searches} times by last digits…`);
    return [...calls, ...(await searchLastDigits(platform, timer, random))];
  } finally {
    await timer.close();
  }
}

/** Every caller twice: as the server does it, and with the statements explained; beside each a row read by its key. */
async function lookUp(platform: Platform, timer: DatabaseTimer, ids: BaseIds, random: Random): Promise<Figure[]> {
  const { findMatches } = projectionNeighbours(platform, { teamsOfQueues: async () => new Map() });
  const found = noSamples();
  const byKey = noSamples();
  let right = 0;
  for (let count = -warmUp; count < lookUps; count += 1) {
    const { number, expected } = callerOf(people, random);
    const id = random.oneOf(ids.contacts);
    const ask = async (sql: Sql) => (await findMatches(sql, [{ raw: number.raw, e164: null, withheld: false }]))[0];
    const match = await time(platform, timer, count >= 0 ? found : noSamples(), ask);
    await time(
      platform,
      timer,
      count >= 0 ? byKey : noSamples(),
      (sql) => sql`select * from contacts where id = ${id}`,
    );
    if (count >= 0 && match && isRight(match, expected, ids)) right += 1;
  }
  return [
    { name: 'right person', value: (right / lookUps) * 100, unit: '%', limit: { atLeast: 100 } },
    { name: 'look-up in the database, p50', value: percentile(found.database, 0.5), unit: 'ms' },
    { name: 'look-up in the database, p99', value: percentile(found.database, 0.99), unit: 'ms', limit: { atMost: 1 } },
    { name: 'look-up in the database, slowest', value: percentile(found.database, 1), unit: 'ms' },
    { name: 'select by key in the database, p50', value: percentile(byKey.database, 0.5), unit: 'ms' },
    { name: 'select by key in the database, p99', value: percentile(byKey.database, 0.99), unit: 'ms' },
    { name: 'look-up as the server sees it, p50', value: percentile(found.server, 0.5), unit: 'ms' },
    { name: 'look-up as the server sees it, p99', value: percentile(found.server, 0.99), unit: 'ms' },
    { name: 'select by key as the server sees it, p50', value: percentile(byKey.server, 0.5), unit: 'ms' },
    { name: 'select by key as the server sees it, p99', value: percentile(byKey.server, 0.99), unit: 'ms' },
  ];
}

async function searchLastDigits(platform: Platform, timer: DatabaseTimer, random: Random): Promise<Figure[]> {
  const samples = noSamples();
  for (let count = 0; count < searches; count += 1) {
    const { plan, national } = mobileOf(Math.floor(random.next() * people));
    const digits = e164Of(plan, national).slice(-random.oneOf([5, 6, 7]));
    await time(platform, timer, samples, (sql) =>
      search({ ...platform, database: { ...platform.database, sql } }, systemPrincipal, digits),
    );
  }
  return [
    { name: 'search by last digits in the database, p50', value: percentile(samples.database, 0.5), unit: 'ms' },
    { name: 'search by last digits in the database, p99', value: percentile(samples.database, 0.99), unit: 'ms' },
    { name: 'search by last digits as the server sees it, p50', value: percentile(samples.server, 0.5), unit: 'ms' },
  ];
}

/** Runs work on the server's own connection and on the timer's, and keeps both times. */
async function time<T>(
  { database }: Platform,
  timer: DatabaseTimer,
  samples: Samples,
  work: (sql: Sql) => PromiseLike<T>,
): Promise<T> {
  const began = process.hrtime.bigint();
  const answer = await work(database.sql);
  samples.server.push(Number(process.hrtime.bigint() - began) / 1e6);
  timer.takeMs();
  await work(timer.sql);
  samples.database.push(timer.takeMs());
  return answer;
}
