import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { silentLogger as logger } from '../logger/logger.ts';
import { dumpSchema } from './dump-schema.ts';
import { migrate, migrationsFolder, readMigrations } from './migrate.ts';

let empty: TestDatabase;
let folder: string;
beforeAll(async () => {
  empty = await createTestDatabase({ isEmpty: true });
});
beforeEach(async () => {
  await empty.sql`drop schema public cascade`;
  await empty.sql`create schema public`;
  folder = await mkdtemp(path.join(os.tmpdir(), 'trunkline-migrations-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));
afterAll(() => empty.drop());

const write = (name: string, text: string) => writeFile(path.join(folder, name), text);
const run = () => migrate({ url: empty.url, logger, folder });
const tables = async () =>
  (await empty.sql`select tablename from pg_tables where schemaname = 'public' order by 1`).map((row) => row.tablename);

describe('migrations', () => {
  it('run once each, in order, and only the new ones later', async () => {
    await write('0001-first.sql', 'create table a (n integer); insert into a values (1);');
    await write('0002-second.sql', 'insert into a select n + 1 from a;');
    expect(await run()).toEqual(['0001-first', '0002-second']);
    await write('0003-third.sql', 'insert into a values (10);');
    expect(await run()).toEqual(['0003-third']);
    expect((await empty.sql`select n from a order by n`).map(({ n }) => n)).toEqual([1, 2, 10]);
  });

  it('one that fails leaves nothing of itself, is named, and runs again once mended', async () => {
    await write('0001-first.sql', 'create table a (n integer);');
    await write('0002-bad.sql', 'create table b (n integer); select 1 / 0;');
    await expect(run()).rejects.toThrow('Migration 0002-bad.sql failed: division by zero');
    expect(await tables()).toEqual(['a', 'schema_migrations']);
    await write('0002-bad.sql', 'create table b (n integer);');
    expect(await run()).toEqual(['0002-bad']);
  });

  it('that were changed after they ran are refused; other line ends are no change', async () => {
    await write('0001-first.sql', 'create table a (\n n integer);');
    await run();
    await write('0001-first.sql', 'create table a (\r\n n integer);');
    expect(await run()).toEqual([]);
    await write('0001-first.sql', 'create table a (n bigint);');
    await expect(run()).rejects.toThrow('0001-first.sql was changed after it had been applied');
  });

  it('of a newer version than this one are refused', async () => {
    await write('0001-first.sql', 'create table a (n integer);');
    await run();
    await rm(path.join(folder, '0001-first.sql'));
    await expect(run()).rejects.toThrow('older than the database');
  });

  it('two of one number are refused', async () => {
    await write('0001-a.sql', 'select 1');
    await write('0001-b.sql', 'select 1');
    await expect(run()).rejects.toThrow('carry the same number');
  });

  it('started by several servers at once run once', async () => {
    await write('0001-first.sql', 'create table a (n integer); select pg_sleep(0.2); insert into a values (1);');
    const ran = await Promise.all([run(), run(), run()]);
    expect(ran.flat()).toEqual(['0001-first']);
    expect((await empty.sql`select n from a`).count).toBe(1);
  });

  it('each of ours applies on the ones before it', async () => {
    for (const { id, text } of readMigrations()) {
      await write(`${id}.sql`, text);
      expect(await run()).toEqual([id]);
    }
  });
});

describe('schema.sql', () => {
  it('is what the migrations make: run `npx tsx scripts/dump-schema.ts` after adding one', async () => {
    const db = await createTestDatabase();
    try {
      const committed = readFileSync(path.join(migrationsFolder(), 'schema.sql'), 'utf8');
      expect(await dumpSchema(db.sql)).toBe(committed);
    } finally {
      await db.drop();
    }
  });

  it('shows every kind of change', async () => {
    await empty.sql`create table a (id integer primary key, name text)`;
    const dumps = [await dumpSchema(empty.sql)];
    for (const change of [
      'alter table a add column b integer not null default 5',
      'create index a_name on a (lower(name))',
      'alter table a add constraint positive check (b > 0)',
      'create view v as select id from a',
      "create function f() returns integer language sql as 'select 1'",
      'create table p (at timestamptz) partition by range (at)',
      'create table p_rest partition of p default',
      "create type mood as enum ('good', 'bad')",
      'create sequence s',
      'alter table a alter column name set not null',
    ]) {
      await empty.sql.unsafe(change);
      const next = await dumpSchema(empty.sql);
      expect(dumps).not.toContain(next);
      dumps.push(next);
    }
    await empty.sql`select 1`;
    expect(await dumpSchema(empty.sql)).toBe(dumps.at(-1));
  });
});

describe('monthly partitions', () => {
  it('are made ahead, once, and take what falls into them', async () => {
    const [platform] = readMigrations();
    await write('0001-platform.sql', platform?.text ?? '');
    await run();
    await empty.sql`create table events (at timestamptz not null) partition by range (at)`;
    const ensure = (from: string, months: number) =>
      empty.sql<{ made: number }[]>`select ensure_monthly_partitions('events', ${from}, ${months}) as made`;
    expect((await ensure('2026-11-30T23:30:00Z', 2))[0]?.made).toBe(3);
    expect((await ensure('2026-11-30T23:30:00Z', 2))[0]?.made).toBe(0);
    await empty.sql`insert into events values ('2026-12-31T23:59:59.999Z'), ('2027-01-01T00:00:00Z')`;
    const rows = await empty.sql`select tableoid::regclass::text as part from events order by at`;
    expect(rows.map(({ part }) => part)).toEqual(['events_2026_12', 'events_2027_01']);
    const both = await Promise.all([ensure('2028-01-01T00:00:00Z', 5), ensure('2028-01-01T00:00:00Z', 5)]);
    expect(both.map(([row]) => row?.made ?? 0).sort()).toEqual([0, 6]);
  });
});
