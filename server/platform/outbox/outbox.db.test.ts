import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemClock } from '../clock/clock.ts';
import { createIds } from '../ids/ids.ts';
import { silentLogger } from '../logger/logger.ts';
import { batchListener, type Fact, type FactListener, listener } from './fact.ts';
import { type FactRow, factOfRow } from './fact-row.ts';
import { narrowListener, refuseDuplicates } from './listener-registry.ts';
import { createOutbox, type Outbox } from './outbox.ts';

type TestFacts = { 'thing.made': { n: number }; 'thing.gone': { n: number } };

let db: TestDatabase;
let platform: TestPlatform;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table effects (listener text, n integer)`;
});
beforeEach(async () => {
  await db.sql`truncate effects, outbox_facts, outbox_deliveries, outbox_listeners, outbox_narrowed`;
  platform = testPlatform(db);
});
afterAll(async () => {
  await db.drop();
});

const made = (n: number, subject?: string) =>
  db.transaction((tx) => platform.facts.append<TestFacts>(tx, { type: 'thing.made', payload: { n }, subject }));

/** Writes its effect first and fails afterwards when told to, so that a kept effect of a failure would show. */
const effect = (name: string, fails: (n: number) => boolean = () => false): FactListener =>
  listener<TestFacts>({
    name,
    on: ['thing.made'],
    handle: async (fact, { tx }) => {
      await tx`insert into effects ${tx({ listener: name, n: fact.payload.n })}`;
      if (fails(fact.payload.n)) throw new Error('poison');
    },
  });

const effectsOf = async (name: string): Promise<number[]> =>
  (await db.sql<{ n: number }[]>`select n from effects where listener = ${name} order by ctid`).map(({ n }) => n);

describe('append', () => {
  it('writes nothing when the transaction fails, and tells nobody', async () => {
    await platform.listen([effect('a')]);
    const failed = db.transaction(async (tx) => {
      await platform.facts.append<TestFacts>(tx, { type: 'thing.made', payload: { n: 1 } });
      throw new Error('no');
    });
    await expect(failed).rejects.toThrow('no');
    await platform.drain();
    expect(platform.committed).toEqual([]);
    expect(await effectsOf('a')).toEqual([]);
  });

  it('tells in this process what others read from the table', async () => {
    const fact = { type: 'thing.made', payload: { n: 1, at: new Date(0), none: undefined }, occurredAt: new Date(5) };
    const told = await db.transaction((tx) => platform.facts.append<TestFacts>(tx, fact as never));
    const [row] = await db.sql<FactRow[]>`select * from outbox_facts`;
    expect(told).toEqual(factOfRow(row!));
  });

  it('writes a fact of the same id once', async () => {
    const again = () =>
      db.transaction((tx) =>
        platform.facts.append<TestFacts>(tx, { type: 'thing.made', payload: { n: 7 }, id: 'fact_same' }),
      );
    expect(await again()).toMatchObject({ id: 'fact_same', payload: { n: 7 } });
    expect(await again()).toBeNull();
  });
});

describe('deliveries', () => {
  it('reach each listener of the type once, in order, and no other', async () => {
    const other = listener<TestFacts>({
      name: 'other',
      on: ['thing.gone'],
      handle: async () => Promise.reject(new Error('not mine')),
    });
    await platform.listen([effect('a'), effect('b'), other]);
    for (const n of [1, 2, 3]) await made(n);
    await platform.drain();
    await platform.drain();
    expect(await effectsOf('a')).toEqual([1, 2, 3]);
    expect(await effectsOf('b')).toEqual([1, 2, 3]);
  });

  it('a poison fact holds up neither other facts nor other listeners, and its effect is undone', async () => {
    await platform.listen([effect('a', (n) => n === 2), effect('b')]);
    for (const n of [1, 2, 3]) await made(n);
    await platform.drain();
    expect(await effectsOf('a')).toEqual([1, 3]);
    expect(await effectsOf('b')).toEqual([1, 2, 3]);
    const [left] = await db.sql`select attempts, last_error from outbox_deliveries`;
    expect(left).toEqual({ attempts: 1, last_error: 'Error: poison' });
  });

  it('come together to a listener that takes them so, and one by one once it fails on some', async () => {
    const given: number[][] = [];
    let isBroken = false;
    const together = batchListener<TestFacts>({
      name: 'together',
      on: ['thing.made'],
      handleAll: async (facts, { tx }) => {
        const ns = facts.map(({ payload }) => payload.n);
        given.push(ns);
        for (const n of ns) await tx`insert into effects ${tx({ listener: 'together', n })}`;
        if (isBroken && ns.includes(5)) throw new Error('poison');
      },
    });
    await platform.listen([together]);
    for (const n of [1, 2, 3]) await made(n);
    await platform.drain();
    expect(given).toEqual([[1, 2, 3]]);
    isBroken = true;
    for (const n of [4, 5, 6]) await made(n);
    await platform.drain();
    expect(given.slice(1)).toEqual([[4, 5, 6], [4], [5], [6]]);
    expect(await effectsOf('together')).toEqual([1, 2, 3, 4, 6]);
  });

  it('a failed fact waits longer each time and then passes, before later facts of its subject', async () => {
    let isBroken = true;
    await platform.listen([effect('a', (n) => n === 1 && isBroken)]);
    await made(1, 'call_1');
    await made(2, 'call_1');
    await made(3, 'call_2');
    await platform.drain();
    expect(await effectsOf('a')).toEqual([3]);
    platform.clock.advance(500);
    await platform.drain();
    platform.clock.advance(500);
    isBroken = false;
    await platform.drain();
    expect(await effectsOf('a'), 'the second pause is a second').toEqual([3]);
    platform.clock.advance(500);
    await platform.drain();
    expect(await effectsOf('a')).toEqual([3, 1, 2]);
  });

  it('of which nobody asked for any more are not written down for a listener, until it is asked for again', async () => {
    await platform.listen([effect('narrowed'), effect('other')]);
    await db.transaction((tx) => narrowListener(tx, 'narrowed', ['thing.gone']));
    await made(1);
    expect([...(await db.sql`select listener from outbox_deliveries`)]).toEqual([{ listener: 'other' }]);
    await db.transaction((tx) => narrowListener(tx, 'narrowed', ['thing.made', 'thing.gone']));
    await made(2);
    await db.transaction((tx) => narrowListener(tx, 'narrowed', null));
    await made(3);
    await platform.drain();
    expect([await effectsOf('narrowed'), await effectsOf('other')]).toEqual([
      [2, 3],
      [1, 2, 3],
    ]);
  });

  it('refuse two listeners of one name', () => {
    expect(() => refuseDuplicates([effect('a'), effect('a')])).toThrow('two listeners are named a');
  });

  it('forget a listener that the newest version does not have', async () => {
    await platform.listen([effect('a'), effect('old')]);
    await made(1);
    await platform.listen([effect('a')]);
    expect((await db.sql`select 1 from outbox_deliveries where listener = 'old'`).count).toBe(0);
  });
});

describe('several servers side by side', () => {
  it('each fact is handled once, every server hears of all, at once', async () => {
    const servers: { outbox: Outbox; heard: Fact[] }[] = [1, 2].map(() => {
      const outbox = createOutbox({
        database: db,
        clock: systemClock,
        ids: createIds(systemClock),
        logger: silentLogger,
      });
      const heard: Fact[] = [];
      outbox.watch((fact) => void heard.push(fact));
      return { outbox, heard };
    });
    let all: () => void = () => undefined;
    const done = new Promise<void>((resolve) => {
      all = resolve;
    });
    const counting: FactListener = {
      ...effect('a'),
      handle: async (fact, context) => {
        await effect('a').handle(fact, context);
        if ((fact.payload as { n: number }).n === 60) context.tx.afterCommit(all);
      },
    };
    for (const { outbox } of servers) await outbox.start([counting]);
    for (let n = 1; n <= 60; n += 1) {
      const { outbox } = servers[n % 2]!;
      await db.transaction((tx) => outbox.append<TestFacts>(tx, { type: 'thing.made', payload: { n } }));
    }
    await done;
    expect(await effectsOf('a')).toEqual(Array.from({ length: 60 }, (_, index) => index + 1));
    for (const { outbox, heard } of servers) {
      await expect.poll(() => heard.length).toBe(60);
      await outbox.stop();
      expect(new Set(heard.map(({ sequence }) => sequence)).size).toBe(60);
    }
  });
});
