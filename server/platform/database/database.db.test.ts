import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { Sent } from './database.ts';
import { DatabaseUnavailable, isUniqueViolation } from './database-errors.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
  await db.sql`create table people (id bigint generated always as identity primary key, name text unique, tags jsonb, marks text[], at timestamptz, day date)`;
});
afterAll(async () => {
  await db.drop();
});

describe('sql', () => {
  it('takes rows, identifiers, json and fragments and gives typed rows back', async () => {
    const rows = [
      { name: 'Ann', tags: db.sql.json(['a', 'b']), marks: ['x', "y'z"], day: '2026-03-29' },
      { name: 'Bob', tags: { deep: [1] }, marks: [], day: null },
    ];
    const made = await db.sql<{ id: number }[]>`insert into people ${db.sql(rows)} returning id`;
    expect(made.count).toBe(2);
    expect(made.map(({ id }) => id)).toEqual([1, 2]);
    const filter = db.sql.and([db.sql`name = ${'Ann'}`, null, db.sql`id = any(${[1, 2]})`]);
    const [ann] = await db.sql`select ${db.sql(['name', 'tags', 'marks', 'day'])} from people where ${filter}`;
    expect(ann).toEqual({ name: 'Ann', tags: ['a', 'b'], marks: ['x', "y'z"], day: '2026-03-29' });
    const change = { name: 'Anna', at: new Date('2026-03-29T01:00:00.123Z') };
    const [changed] = await db.sql`update people set ${db.sql(change)} where id = ${1} returning name, at`;
    expect(changed).toEqual(change);
  });

  it('reads a statement rightly whose columns have changed since it was last run', async () => {
    const read = async () => [...(await db.sql`select * from remade where ${1} = 1`)];
    await db.sql`create table remade (a int, b text)`;
    await db.sql`insert into remade values (1, 'two')`;
    expect(await read()).toEqual([{ a: 1, b: 'two' }]);
    await db.sql`alter table remade alter a type text using 'one', add c bigint default 3`;
    expect(await read()).toEqual([{ a: 'one', b: 'two', c: 3 }]);
    await db.sql`alter table remade drop b`;
    expect(await read()).toEqual([{ a: 'one', c: 3 }]);
  });

  it('refuses a whole number that is too large to be exact', async () => {
    const reading = db.sql`select ${'9007199254740993'}::bigint as big`.execute();
    await expect(reading).rejects.toThrow(/9007199254740993 does not fit/);
    const [exact] = await db.sql`select ${'9007199254740991'}::bigint as big`;
    expect(exact).toEqual({ big: Number.MAX_SAFE_INTEGER });
  });

  it('finds any of several texts', async () => {
    const found = (texts: string[]) =>
      db.sql<{ n: string }[]>`select n from unnest('{a,b,c}'::text[]) n where n = ${db.sql.anyOf(texts)} order by n`;
    expect((await found(['c', 'x', 'a'])).map(({ n }) => n)).toEqual(['a', 'c']);
    expect(await found([])).toHaveLength(0);
  });

  it('never pastes a value into the text', async () => {
    const hostile = `x'); drop table people; --`;
    await db.sql`insert into people ${db.sql({ name: hostile })}`;
    expect((await db.sql`select 1 from people where name = ${hostile}`).count).toBe(1);
  });

  it('gives whole answers after a statement that failed once rows had begun to arrive', async () => {
    for (let round = 0; round < 5; round += 1) {
      const failing = db.sql`select 1 / (30 - n) from generate_series(1, 60) n where n > ${0}`;
      await expect(failing).rejects.toThrow('division by zero');
      const next = await Promise.all(Array.from({ length: 12 }, () => db.sql`select ${42}::int as answer`));
      for (const rows of next) expect([...rows]).toEqual([{ answer: 42 }]);
    }
  });
});

describe('transaction', () => {
  it('commits all or nothing, and undoes only a failed savepoint', async () => {
    const ran: string[] = [];
    await expect(
      db.transaction(async (tx) => {
        tx.afterCommit(() => void ran.push('never'));
        await tx`insert into people ${tx({ name: 'gone' })}`;
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    await db.transaction(async (tx) => {
      tx.afterCommit(() => void ran.push('outer'));
      await tx`insert into people ${tx({ name: 'kept' })}`;
      const inner = tx.savepoint(async (sp) => {
        sp.afterCommit(() => void ran.push('inner'));
        await sp`insert into people ${sp({ name: 'kept' })}`;
      });
      await expect(inner).rejects.toSatisfy((error) => isUniqueViolation(error, 'people_name_key'));
    });
    expect(ran).toEqual(['outer']);
    const rows = await db.sql`select name from people where name in ('gone', 'kept')`;
    expect([...rows]).toEqual([{ name: 'kept' }]);
  });

  it('plans its statements once when that is asked for, and leaves the connection as it was', async () => {
    const mode = async (sql: TestDatabase['sql']) =>
      (await sql<{ plan_cache_mode: string }[]>`show plan_cache_mode`)[0];
    const once = { isPlannedOnce: true, isolation: 'repeatable read', readOnly: true } as const;
    expect(await db.transaction((tx) => mode(tx), once)).toEqual({ plan_cache_mode: 'force_generic_plan' });
    const refused = db.transaction((tx) => tx`insert into people ${tx({ name: 'nobody' })}`.then(() => null), once);
    await expect(refused).rejects.toThrow('read-only');
    for (let times = 0; times < 4; times += 1) {
      expect(await db.transaction((tx) => mode(tx))).toEqual({ plan_cache_mode: 'auto' });
    }
  });

  it('runs statements that are started together in the order in which they were started', async () => {
    const seen = await db.transaction(async (tx) => {
      const inserted = tx`insert into people ${tx({ name: 'first' })}`.execute();
      const [rows] = await Promise.all([tx`select name from people where name = ${'first'}`, inserted]);
      return rows.count;
    });
    expect(seen).toBe(1);
  });

  it('lets nothing run behind its end that one of several failures left under way', async () => {
    let late: Promise<unknown> = Promise.resolve();
    let goOn: () => void = () => undefined;
    const failed = db.transaction(async (tx) => {
      const waiting = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      late = waiting.then(() => tx`insert into people ${tx({ name: 'late' })}`);
      await Promise.all([late, tx`select 1 / (${1}::int - 1)`]);
    });
    await expect(failed).rejects.toThrow('division by zero');
    goOn();
    await expect(late).rejects.toThrow('a transaction that is over');
    expect((await db.sql`select 1 from people where name = 'late'`).count).toBe(0);
  });

  it('tells what went wrong first, not what failed because of it, and lets no failure end the process', async () => {
    const failing = db.transaction(async (tx) => {
      const first = tx`select 1 / 0`.execute();
      // Travels with it, and is heard of first.
      await tx`select 1`;
      await first;
    });
    await expect(failing).rejects.toMatchObject({ code: '22012' });
    const inSavepoint = db.transaction((tx) =>
      tx.savepoint(async (sp) => {
        sp`select 1 / 0`.execute();
        await sp`select 1`;
      }),
    );
    await expect(inSavepoint).rejects.toMatchObject({ code: '22012' });
  });

  it('commits with its last statements, and tells what its work gave once they are answered', async () => {
    const ran: string[] = [];
    const given = await db.transactionSent(async (tx) => {
      const inserted = tx`insert into people ${tx({ name: 'sent' })} returning name`.execute();
      return new Sent(
        inserted.then(([row]) => {
          tx.afterCommit(() => void ran.push('told'));
          return row;
        }),
      );
    });
    expect([given, ran]).toEqual([{ name: 'sent' }, ['told']]);
    expect((await db.sql`select 1 from people where name = 'sent'`).count).toBe(1);
  });

  it('commits nothing when one of its last statements fails, and says which fault it was', async () => {
    const failed = db.transactionSent(async (tx) => {
      tx.afterCommit(() => expect.fail('nothing was committed'));
      const inserted = tx`insert into people ${tx({ name: 'unsent' })}`.execute();
      return new Sent(Promise.all([inserted, tx`select 1 / (${1}::int - 1)`.execute(), tx`select 1`.execute()]));
    });
    await expect(failed).rejects.toMatchObject({ code: '22012' });
    expect((await db.sql`select 1 from people where name = 'unsent'`).count).toBe(0);
  });

  it('does not pass for committed when a failure in it was swallowed', async () => {
    const ran: string[] = [];
    const swallowed = db.transaction(async (tx) => {
      tx.afterCommit(() => void ran.push('never'));
      await tx`insert into people ${tx({ name: 'swallowed' })}`;
      await tx`select 1 / (${1}::int - 1)`.catch(() => undefined);
    });
    await expect(swallowed).rejects.toThrow('nothing was committed');
    expect(ran).toEqual([]);
    expect((await db.sql`select 1 from people where name = 'swallowed'`).count).toBe(0);
  });

  it('runs again when two transactions lock each other out', async () => {
    const names = ['dead', 'lock'];
    for (const name of names) await db.sql`insert into people ${db.sql({ name })}`;
    let arrived = 0;
    let meet: () => void = () => undefined;
    const both = new Promise<void>((resolve) => {
      meet = resolve;
    });
    const touch = (first: string, second: string) =>
      db.transaction(async (tx) => {
        await tx`update people set marks = array_append(marks, ${'t'}) where name = ${first}`;
        arrived += 1;
        if (arrived === 2) meet();
        await both;
        await tx`update people set marks = array_append(marks, ${'t'}) where name = ${second}`;
      });
    await Promise.all([touch('dead', 'lock'), touch('lock', 'dead')]);
    const rows = await db.sql`select array_length(marks, 1) as n from people where name = any(${names})`;
    expect(rows.map(({ n }) => n)).toEqual([2, 2]);
  });
});

describe('a table that a newer server changes', () => {
  it('does not break the statements that are prepared already', async () => {
    await db.sql`create table changing (id integer)`;
    const read = () => db.sql`select * from changing where id = ${1}`;
    const readInside = () => db.transaction((tx) => tx`select c.* from changing c where id = ${1}`.execute());
    await Promise.all(Array.from({ length: 6 }, () => Promise.all([read(), readInside()])));
    await db.sql`insert into changing values (1)`;
    await db.sql`alter table changing add column name text default 'new'`;
    const rows = await Promise.all(Array.from({ length: 6 }, () => Promise.all([read(), readInside()])));
    // One after the other meets every connection that is still stale: more of them than a transaction is tried again.
    for (let n = 0; n < 10; n += 1) expect([...(await readInside())]).toEqual([{ id: 1, name: 'new' }]);
    for (const [alone, inside] of rows) {
      expect([...alone]).toEqual([{ id: 1, name: 'new' }]);
      expect([...inside]).toEqual([{ id: 1, name: 'new' }]);
    }
  });
});

describe('a connection that dies', () => {
  it('ends the statement and the transaction on it with DatabaseUnavailable, and the next one works', async () => {
    const killOthers = () =>
      db.sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    const lost = db.transaction(async (tx) => {
      await tx`insert into people ${tx({ name: 'lost' })}`;
      await killOthers();
      await tx`insert into people ${tx({ name: 'lost too' })}`;
    });
    await expect(lost).rejects.toBeInstanceOf(DatabaseUnavailable);
    expect((await db.sql`select 1 from people where name like 'lost%'`).count).toBe(0);
  });
});
