import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeImport } from './imports.usecases.ts';
import { readImportRows } from './show-rows.usecases.ts';

// Each import starts a thread that compiles its sources first, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 120_000 });

let db: TestDatabase;
let platform: TestPlatform;
let importer: Importer;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  importer = importerOf(platform);
  await db.sql`insert into teams (id, name, created_at) values ('tem_1', 'North', now())`;
  await db.sql`
    insert into agents (id, name, team_id, created_at, updated_at)
    values ('agt_1', 'Olga', 'tem_1', now(), now()), ('agt_2', 'Pavel', null, now(), now())`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
  await db.sql`update agents set active = true`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const defaults: ImportDefaults = {
  ownerId: 'agt_1',
  ownerIds: [],
  sourceId: 'dir_source_exhibition',
  lifecycle: 'client',
};
const records = async (table: 'contacts' | 'organisations') => [
  ...(await db.sql<{ name: string }[]>`
    select name, owner_agent_id as owner, team_id as team, source_id as source, lifecycle
    from ${db.sql(table)} where deleted_at is null order by name`),
];

describe('[IMP-1] what new records get when the file says nothing', () => {
  it('is given to people whose row says nothing, and to nobody else', async () => {
    await importer.bring('Name;Phone\nOld;89160000009\n');
    const done = await importer.bring(
      'Name;Phone;Owner;Status\nAnna;89160000001;;\nBoris;89160000002;Pavel;partner\nOld;89160000009;;\n',
      'contacts',
      { defaults },
    );
    expect(done).toMatchObject({ defaults, counts: { created: 2 } });
    expect(await records('contacts')).toEqual([
      { name: 'Anna', owner: 'agt_1', team: 'tem_1', source: 'dir_source_exhibition', lifecycle: 'client' },
      { name: 'Boris', owner: 'agt_2', team: null, source: 'dir_source_exhibition', lifecycle: 'partner' },
      { name: 'Old', owner: null, team: null, source: 'dir_source_import', lifecycle: 'lead' },
    ]);
  });

  it('is given to organisations, too', async () => {
    await importer.bring('Name\nVega\n', 'organisations', { defaults });
    await importer.bring('Name\nOrion\n', 'organisations');
    expect(await records('organisations')).toEqual([
      { name: 'Orion', owner: null, team: null, source: null, lifecycle: 'lead' },
      { name: 'Vega', owner: 'agt_1', team: 'tem_1', source: 'dir_source_exhibition', lifecycle: 'client' },
    ]);
  });

  it('is shown by the dry run, which a later choice leaves valid, is written down, and goes with the import', async () => {
    const { id } = await importer.hand('Name;Owner\nAnna;\nBoris;Pavel\n');
    await importer.command(id, 'check');
    await importer.work(id);
    expect(await changeImport(platform, { ...by, importId: id, patch: { defaults } })).toMatchObject({
      state: 'checked',
      counts: { create: 2 },
    });
    const { items } = await readImportRows(platform, systemPrincipal, {
      importId: id,
      what: 'create',
      after: 0,
      limit: 5,
    });
    expect(items).toMatchObject([
      { owner: 'Olga', lifecycle: 'client' },
      { owner: 'Pavel', lifecycle: 'client' },
    ]);
    await importer.command(id, 'start');
    await importer.work(id);
    const [entry] = await db.sql<{ after: object }[]>`
      select after from audit_entries where record = ${id} and action = 'import.start'`;
    const { ownerIds: _none, ...chosen } = defaults;
    expect(entry?.after).toMatchObject({ defaults: chosen });
    await importer.command(id, 'undo');
    await importer.work(id);
    expect(await records('contacts')).toEqual([]);
  });

  it('cannot be somebody who does not work here or an entry that is switched off', async () => {
    await db.sql`update agents set active = false where id = 'agt_2'`;
    const { id } = await importer.hand('Name\nAnna\n');
    const wrong = { ownerId: 'agt_2', ownerIds: [], sourceId: 'dir_none', lifecycle: 'guest' };
    await expect(changeImport(platform, { ...by, importId: id, patch: { defaults: wrong } })).rejects.toMatchObject({
      code: 'imports.defaults_invalid',
      fields: { ownerId: expect.any(String), sourceId: expect.any(String), lifecycle: expect.any(String) },
    });
  });

  it('stops the import before it writes when somebody has left meanwhile, and another choice lets it go on', async () => {
    const { id } = await importer.hand('Name\nAnna\n', 'contacts', { defaults });
    await db.sql`update agents set active = false where id = 'agt_1'`;
    await importer.command(id, 'start');
    expect(await importer.work(id)).toMatchObject({ state: 'failed', failure: 'default: ownerId' });
    await changeImport(platform, { ...by, importId: id, patch: { defaults: { ...defaults, ownerId: 'agt_2' } } });
    await importer.command(id, 'resume');
    expect(await importer.work(id)).toMatchObject({ state: 'done' });
    expect(await records('contacts')).toMatchObject([{ owner: 'agt_2' }]);
  });
});
