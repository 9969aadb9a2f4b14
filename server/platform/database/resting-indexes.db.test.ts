import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { restIndexes, wakeIndexes } from './resting-indexes.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await createTestDatabase();
});
afterAll(() => db.drop());

const definitions = async (names: readonly string[]) =>
  (
    await db.sql<{ indexdef: string }[]>`
      select indexdef from pg_indexes where schemaname = 'public' and indexname = any(${[...names]}::text[]) order by 1`
  ).map(({ indexdef }) => indexdef);
const resting = async () =>
  (await db.sql<{ name: string }[]>`select name from resting_indexes order by name`).map(({ name }) => name);

describe('[IMP-1] indexes that rest', () => {
  const names = ['contacts_search', 'contacts_filters', 'phones_digits'];

  it('are gone until they are woken, and then are what they were', async () => {
    const before = await definitions(names);
    expect(before).toHaveLength(3);
    await db.transaction((tx) => restIndexes(tx, [...names, 'no_such_index']));
    expect(await definitions(names)).toEqual([]);
    expect(await resting()).toEqual(['contacts_filters', 'contacts_search', 'phones_digits']);
    expect(await wakeIndexes(db.url)).toEqual(['contacts_filters', 'contacts_search', 'phones_digits']);
    expect(await definitions(names)).toEqual(before);
    expect(await resting()).toEqual([]);
  });

  it('are woken once, however many ask for it at the same time', async () => {
    const before = await definitions(names);
    await db.transaction((tx) => restIndexes(tx, names));
    await Promise.all([wakeIndexes(db.url), wakeIndexes(db.url), wakeIndexes(db.url)]);
    expect(await definitions(names)).toEqual(before);
    expect(await wakeIndexes(db.url)).toEqual([]);
  });

  it('do not rest when what should have followed fails, and never when they keep a rule', async () => {
    const failing = db.transaction(async (tx) => {
      await restIndexes(tx, names);
      throw new Error('power is out');
    });
    await expect(failing).rejects.toThrow('power is out');
    expect(await resting()).toEqual([]);
    await db.transaction((tx) => restIndexes(tx, ['contacts_pkey', 'missed_calls_one_open_per_contact']));
    expect(await resting()).toEqual([]);
  });

  it('stay awake when somebody works with their table for long', async () => {
    let finish: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    let isHeld: () => void = () => undefined;
    const reading = new Promise<void>((resolve) => {
      isHeld = resolve;
    });
    const reader = db.transaction(async (tx) => {
      await tx`select from contacts`;
      isHeld();
      await held;
    });
    await reading;
    await expect(db.transaction((tx) => restIndexes(tx, names))).rejects.toThrow(/lock timeout/);
    finish();
    await reader;
    expect(await definitions(names)).toHaveLength(3);
  });
});
