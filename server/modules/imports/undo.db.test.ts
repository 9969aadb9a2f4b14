import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeContact } from '../contacts/contacts.usecases.ts';
import { defaultRules } from './default-rules.ts';
import { rowId, rowOfId } from './new-ids.ts';
import { readImportRows, readKept } from './show-rows.usecases.ts';
import { undoBatch } from './undo-batch.usecases.ts';

// Each import starts a thread that compiles its sources first, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000 });

let db: TestDatabase;
let platform: TestPlatform;
let importer: Importer;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  importer = importerOf(platform);
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const names = async () => {
  const rows = await db.sql<{ name: string }[]>`select name from contacts where deleted_at is null order by name`;
  return rows.map(({ name }) => name);
};
const notes = async () => [
  ...(await db.sql<{ row: number; kind: string; undone: string | null; kept: string[] | null }[]>`
    select row, kind, undone, kept from import_changes order by kind, row`),
];
const fileOf = (count: number) =>
  `Name;Phone\n${Array.from({ length: count }, (_, index) => `Person ${index};8916${String(index).padStart(7, '0')}\n`).join('')}`;

/** As versions before noted every record that they made. */
async function noteAsBefore(importId: string, rows: (row: number) => boolean): Promise<void> {
  const made = await db.sql<
    { id: string }[]
  >`select id from contacts where starts_with(id, ${`ctc_${rowId(importId, 0).slice(0, 17)}`})`;
  for (const { id } of made.filter(({ id }) => rows(rowOfId(id))))
    await db.sql`
      insert into import_changes (import_id, row, kind, record_id) values (${importId}, ${rowOfId(id)}, 'contact', ${id})`;
}

describe('[IMP-1] what an import made', () => {
  it('is noted nowhere, is shown with its rows, and goes when the import is taken back', async () => {
    const { id } = await importer.bring('Name;Phone\nAnna;89160000001\nBoris;12\nVera;89160000003\n');
    expect(await notes()).toEqual([]);
    const rowsOf = async (what: 'create' | 'problem') =>
      (await readImportRows(platform, systemPrincipal, { importId: id, what, after: 0, limit: 5 })).items.map(
        ({ row, name, because }) => ({ row, name, because }),
      );
    expect(await rowsOf('create')).toEqual([
      { row: 2, name: 'Anna', because: null },
      { row: 4, name: 'Vera', because: null },
    ]);
    expect(await rowsOf('problem')).toMatchObject([{ row: 3, because: 'phone:internal' }]);
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 2, kept: 0 } });
    expect(await names()).toEqual([]);
    expect(await notes()).toEqual([]);
  });

  it('is left alone when a batch of undoing is done a second time: what stayed is told once', async () => {
    const { id } = await importer.bring('Name;Phone\nAnna;89160000001\nVera;89160000002\n');
    const [anna] = await db.sql<{ id: string }[]>`select id from contacts where name = 'Anna'`;
    await changeContact(platform, { ...by, contactId: anna!.id, patch: { notes: 'asked for a price' } });
    const undo = () =>
      db.transaction((tx) =>
        undoBatch(tx, {
          importId: id,
          kind: 'contact',
          isTarget: true,
          onlyLeft: false,
          before: 2_147_483_647,
          now: platform.clock.now(),
        }),
      );
    expect(await undo()).toMatchObject({ restored: 1, kept: 1, lowest: 2, ids: [expect.any(String)] });
    // Somebody takes Anna back to what the import left; she has been told of already, and stays.
    await db.sql`update contacts set version = 1, notes = '' where id = ${anna!.id}`;
    expect(await undo()).toMatchObject({ kept: 0, lowest: 2, ids: [] });
    expect(await names()).toEqual(['Anna']);
    expect(await notes()).toMatchObject([{ row: 2, kind: 'contact', undone: 'kept', kept: ['changed'] }]);
    expect((await readKept(platform, systemPrincipal, id)).items).toMatchObject([{ name: 'Anna', kept: ['changed'] }]);
  });

  it('goes in many batches whether an earlier version noted it, or a part of it', async () => {
    for (const isNoted of [() => true, (row: number) => row % 3 === 0, (row: number) => row > 1_500]) {
      await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
      await importer.bring('Name;Phone\nOlga;89990000001\n');
      const { id } = await importer.bring(fileOf(2_100));
      await noteAsBefore(id, isNoted);
      const noted = (await notes()).length;
      const [changed] = await db.sql<{ id: string }[]>`select id from contacts where name = 'Person 1499'`;
      await changeContact(platform, { ...by, contactId: changed!.id, patch: { role: 'Boss' } });
      await importer.command(id, 'undo');
      expect(await importer.work(id)).toMatchObject({
        state: 'undone',
        counts: { created: 2_100, restored: 2_099, kept: 1 },
      });
      expect(await names()).toEqual(['Olga', 'Person 1499']);
      const after = await notes();
      expect(after.every(({ undone }) => undone !== null)).toBe(true);
      expect(after.length - noted).toBeGreaterThanOrEqual(0);
      expect(after.length - noted).toBeLessThanOrEqual(1);
      expect((await readKept(platform, systemPrincipal, id)).items).toMatchObject([
        { recordId: changed!.id, row: 1_501, kept: ['changed'] },
      ]);
    }
  });

  it('of organisations goes with the holdings that it named', async () => {
    const { id } = await importer.bring(
      'Name;Phone;Holding\nVega;84950000001;Lyra\nAltair;84950000002;\n',
      'organisations',
    );
    expect(await notes()).toMatchObject([{ kind: 'organisation', undone: null }]);
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 3, kept: 0 } });
    expect((await db.sql`select from organisations where deleted_at is null`).count).toBe(0);
    expect(await notes()).toMatchObject([{ kind: 'organisation', undone: 'restored' }]);
  });

  it('is no reason to change it when the comparison is done again after a crash', async () => {
    const usual = defaultRules('contacts');
    const rules = { rules: { ...usual, inBase: { ...usual.inBase, phone: 'update-all' as const } } };
    await importer.bring('Name;Phone\nAnna;89160000001\n');
    const { id } = await importer.hand('Name;Phone\nAnna;89160000001\nVera;89160000002\n', 'contacts', rules);
    await importer.command(id, 'start');
    await importer.work(id);
    await db.sql`update imports set state = 'matching', finished_at = null where id = ${id}`;
    expect(await importer.work(id)).toMatchObject({ state: 'done', counts: { created: 1, update: 1, create: 1 } });
    expect(await names()).toEqual(['Anna', 'Vera']);
  });
});
