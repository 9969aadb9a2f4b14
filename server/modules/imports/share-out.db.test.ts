import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import type { ImportDefaults } from '../../contract/imports.contract.ts';
import { systemPrincipal } from '../access/principal.ts';
import { noDefaults } from './default-rules.ts';
import { changeImport } from './imports.usecases.ts';
import { rowsPerTurn } from './share-out.ts';
import { readImportRows } from './show-rows.usecases.ts';
import { rowsPerWrite } from './write-rows.usecases.ts';

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
    values ('agt_1', 'Olga', 'tem_1', now(), now()), ('agt_2', 'Pavel', null, now(), now()), ('agt_3', 'Rita', null, now(), now())`;
});
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
  await db.sql`update agents set active = true`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const defaults: ImportDefaults = { ...noDefaults, ownerIds: ['agt_3', 'agt_1'] };
const owners = async (table: 'contacts' | 'organisations' = 'contacts') =>
  (
    await db.sql<{ name: string; owner: string | null }[]>`
      select name, owner_agent_id as owner from ${db.sql(table)} where deleted_at is null order by name`
  ).map(({ name, owner }) => `${name} ${owner ?? '-'}`);

describe('[IMP-1] new records shared out among several', () => {
  it('go to one after the other; a row with an owner, a known person and a row with a fault take no turn', async () => {
    await importer.bring('Name;Phone\nOld;89160000009\n');
    const file =
      'Name;Phone;Owner\nA;89160000001;\nB;89160000002;Pavel\nC;89160000003;\nOld;89160000009;\nD;12;\nE;89160000005;\nF;89160000006;\n';
    const { id } = await importer.hand(file, 'contacts', { defaults });
    await importer.command(id, 'check');
    await importer.work(id);
    const shown = await readImportRows(platform, systemPrincipal, { importId: id, what: 'create', after: 0, limit: 9 });
    expect(shown.items.map(({ name, owner }) => `${name} ${owner}`)).toEqual([
      'A Rita',
      'B Pavel',
      'C Olga',
      'E Rita',
      'F Olga',
    ]);
    await importer.command(id, 'start');
    await importer.work(id);
    expect(await owners()).toEqual(['A agt_3', 'B agt_2', 'C agt_1', 'E agt_3', 'F agt_1', 'Old -']);
    expect((await db.sql`select team_id from contacts where name = 'C'`)[0]).toEqual({ team_id: 'tem_1' });
    const [entry] = await db.sql<{ after: object }[]>`
      select after from audit_entries where record = ${id} and action = 'import.start'`;
    expect(entry?.after).toMatchObject({ defaults: { ownerIds: ['agt_3', 'agt_1'] } });
  });

  it('are organisations, too', async () => {
    await importer.bring('Name\nVega\nOrion\nLyra\n', 'organisations', { defaults });
    expect(await owners('organisations')).toEqual(['Lyra agt_3', 'Orion agt_1', 'Vega agt_3']);
  });

  it('are evenly shared in a file of many batches, and the same when it is killed between two of them', async () => {
    expect(rowsPerWrite % rowsPerTurn).toBe(0);
    const lines = Array.from({ length: 9_500 }, (_, n) => `P${String(n).padStart(5, '0')}`);
    const three: ImportDefaults = { ...noDefaults, ownerIds: ['agt_1', 'agt_2', 'agt_3'] };
    await importer.bring(`Name\n${lines.join('\n')}\n`, 'contacts', { defaults: three });
    const whole = await owners();
    const each = await db.sql<{ n: number }[]>`select count(*)::int as n from contacts group by owner_agent_id`;
    expect(each.map(({ n }) => n).every((n) => Math.abs(n - 9_500 / 3) < 10)).toBe(true);
    expect(each).toHaveLength(3);
    await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts cascade`;
    const { id } = await importer.hand(`Name\n${lines.join('\n')}\n`, 'contacts', { defaults: three });
    await importer.command(id, 'start');
    // The database came back without its unlogged rows after one hand had written a batch.
    await db.sql`
      create function fail_late() returns trigger language plpgsql as $$ begin
        if new.step = 'create' and new.mark > 4000 then raise exception 'killed'; end if; return new; end $$`;
    await db.sql`create trigger fail_late before update on import_lanes for each row execute function fail_late()`;
    expect(await importer.work(id)).toMatchObject({ state: 'failed' });
    expect((await owners()).length).toBeGreaterThan(0);
    expect((await owners()).length).toBeLessThan(9_500);
    await db.sql`drop function fail_late cascade`;
    await db.sql`truncate import_rows`;
    await importer.command(id, 'resume');
    expect(await importer.work(id)).toMatchObject({ state: 'done' });
    expect(await owners()).toEqual(whole);
  });

  it('cannot go to somebody who does not work here, to somebody twice, or to one owner besides', async () => {
    await db.sql`update agents set active = false where id = 'agt_2'`;
    const { id } = await importer.hand('Name\nAnna\n');
    for (const wrong of [{ ownerIds: ['agt_1', 'agt_2'] }, { ownerIds: ['agt_1'], ownerId: 'agt_3' }])
      await expect(
        changeImport(platform, { ...by, importId: id, patch: { defaults: { ...noDefaults, ...wrong } } }),
      ).rejects.toMatchObject({ code: 'imports.defaults_invalid', fields: { ownerIds: expect.any(String) } });
  });

  it('wait when one of them has left before the writing', async () => {
    const { id } = await importer.hand('Name\nAnna\n', 'contacts', { defaults });
    await db.sql`update agents set active = false where id = 'agt_1'`;
    await importer.command(id, 'start');
    expect(await importer.work(id)).toMatchObject({ state: 'failed', failure: 'default: ownerIds' });
  });
});
