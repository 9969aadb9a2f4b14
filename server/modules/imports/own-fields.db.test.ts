import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import type { CustomField, CustomFieldType, CustomRecord } from '../../contract/custom-fields.contract.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeContact } from '../contacts/contacts.usecases.ts';
import { changeCustomField, createCustomField } from '../custom-fields/custom-fields.usecases.ts';
import { defaultRules } from './default-rules.ts';
import { changeImport } from './imports.usecases.ts';
import { previewImport } from './preview-import.usecases.ts';
import { readImportRows, readKept } from './show-rows.usecases.ts';

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
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations, custom_fields cascade`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const make = (type: CustomFieldType, label: string, options: string[] = [], record: CustomRecord = 'contact') =>
  createCustomField(platform, by, { record, label, type, options, hint: '', onCard: false, roles: {} });
const turnOff = (field: CustomField) => changeCustomField(platform, by, field.id, { active: false });
const customOf = async (table: 'contacts' | 'organisations' = 'contacts') =>
  Object.fromEntries(
    (
      await db.sql<{ name: string; custom: object }[]>`
        select name, custom from ${db.sql(table)} where deleted_at is null order by name`
    ).map(({ name, custom }) => [name, custom]),
  );
const problems = async (importId: string) =>
  (await readImportRows(platform, systemPrincipal, { importId, what: 'problem', after: 0, limit: 50 })).items.map(
    ({ row, because }) => `${row} ${because}`,
  );
const overwrite = () => {
  const usual = defaultRules('contacts');
  return { rules: { ...usual, inBase: { ...usual.inBase, phone: 'update-all' as const } } };
};

describe('[CRM-3] [IMP-1] own fields of the firm in a file', () => {
  it('are guessed, checked, repaired and written, of every kind', async () => {
    await make('text', 'Hobby');
    await make('number', 'Rooms');
    await make('money', 'Budget');
    await make('date', 'Contract until');
    await make('choice', 'Class', ['Gold', 'Silver']);
    await make('choices', 'Interests', ['Boats', 'Cars, old']);
    await make('yes-no', 'Newsletter');
    await make('link', 'Site');
    const header = 'Name;Hobby;Rooms;Budget;Contract until;Class;Interests;Newsletter;Site';
    const done = await importer.bring(
      [
        header,
        'Anna;Chess;3;1 250,5 €;31.12.2026;GOLD;"Cars, old; Boats";yes;x.example/a',
        'Olga;;;;;;;;',
        'Pavel;;;lots;;;;;',
        'Quinn;;;;;Bronze;;;',
      ].join('\n'),
    );
    expect(done.mapping).toEqual([
      'name',
      'custom.hobby',
      'custom.rooms',
      'custom.budget',
      'custom.contract_until',
      'custom.class',
      'custom.interests',
      'custom.newsletter',
      'custom.site',
    ]);
    expect(done.counts).toMatchObject({ created: 2, problems: 2 });
    expect(await customOf()).toEqual({
      Anna: {
        hobby: 'Chess',
        rooms: 3,
        budget: '1250.50',
        contract_until: '2026-12-31',
        class: 'gold',
        interests: ['boats', 'cars-old'],
        newsletter: true,
        site: 'https://x.example/a',
      },
      Olga: {},
    });
    expect(await problems(done.id)).toEqual(['4 custom.budget:no-amount', '5 custom.class:unknown-choice']);
  });

  it('are those of organisations for organisations', async () => {
    await make('number', 'Staff', [], 'organisation');
    await make('number', 'Rooms');
    const done = await importer.bring('Name;Staff;Rooms\nVega;12;3\n', 'organisations');
    expect(done.mapping).toEqual(['name', 'custom.staff', null]);
    expect(await customOf('organisations')).toEqual({ Vega: { staff: 12 } });
  });

  it('are joined when rows of the file mean the same person: the first row that has a value gives it', async () => {
    await make('text', 'Hobby');
    await make('text', 'City');
    await importer.bring(
      'Name;Phone;Hobby;City\nAnna;89160000001;;\nAnna;89160000001;Chess;\nAnna;89160000001;Golf;Riga\n',
    );
    expect(await customOf()).toEqual({ Anna: { hobby: 'Chess', city: 'Riga' } });
  });

  it('are changed by the rules, and go back with the import; what somebody changed since stays', async () => {
    await make('text', 'Hobby');
    await make('text', 'City');
    await importer.bring('Name;Phone;Hobby\nAnna;89160000001;Chess\nBoris;89160000002;Golf\n');
    const before = await customOf();
    const { id } = await importer.bring(
      'Name;Phone;Hobby;City\nAnna;89160000001;Tennis;Riga\nBoris;89160000002;Polo;\n',
      'contacts',
      overwrite(),
    );
    expect(await customOf()).toEqual({ Anna: { hobby: 'Tennis', city: 'Riga' }, Boris: { hobby: 'Polo' } });
    const [boris] = await db.sql<{ id: string }[]>`select id from contacts where name = 'Boris'`;
    await changeContact(platform, { ...by, contactId: boris!.id, patch: { custom: { hobby: 'Rugby' } } });
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 1, kept: 1 } });
    expect(await customOf()).toEqual({ ...before, Boris: { hobby: 'Rugby' } });
    expect((await readKept(platform, systemPrincipal, id)).items).toMatchObject([{ kept: ['custom.hobby'] }]);
  });

  it('are shown before anything is written, in the words of the field', async () => {
    await make('choice', 'Class', ['Gold', 'Silver']);
    await make('person', 'Recommended by');
    await importer.bring('Name\nBoris\n');
    const { id } = await importer.hand('Name;Class;Recommended by\nAnna;gold;boris\nOlga;;Nobody\n');
    const { items } = await previewImport(platform, systemPrincipal, { importId: id, limit: 5 });
    expect(items).toMatchObject([
      { problem: null, values: { 'custom.class': 'Gold', 'custom.recommended_by': 'boris' } },
      { problem: 'custom.recommended_by:unknown-person' },
    ]);
  });
});

describe('[CRM-3] [IMP-1] a person in a field of a file', () => {
  it('is found by name, number, e-mail or id; nobody, or several, is a problem until it is told', async () => {
    await make('person', 'Friend');
    await importer.bring(
      'Name;Phone;E-mail\nBoris;89160000001;\nClara;;clara@x.example\nDora;;\nTwin;89160000002;\nTwin;89160000003;\n',
    );
    const ids = Object.fromEntries(
      (await db.sql<{ id: string; name: string }[]>`select id, name from contacts`).map((row) => [row.name, row.id]),
    );
    const { id } = await importer.hand(
      `Name;Friend\nA;8 (916) 000-00-01\nB;Clara@x.example\nC;dora\nD;${ids.Dora}\nE;Twin\nF;Stranger\n`,
    );
    await importer.command(id, 'check');
    expect(await importer.work(id)).toMatchObject({ state: 'checked', counts: { create: 4, problems: 2 } });
    expect(await problems(id)).toEqual(['6 custom.friend:several-people', '7 custom.friend:unknown-person']);
    expect(
      (await readImportRows(platform, systemPrincipal, { importId: id, what: 'problem', after: 6, limit: 1 })).items,
    ).toMatchObject([{ cells: ['F', 'Stranger'] }]);
    await importer.bring('Name\nStranger\n');
    await importer.command(id, 'check');
    expect(await importer.work(id)).toMatchObject({ counts: { create: 5, problems: 1 } });
    await importer.command(id, 'start');
    await importer.work(id);
    expect(await customOf()).toMatchObject({
      A: { friend: ids.Boris },
      B: { friend: ids.Clara },
      C: { friend: ids.Dora },
      D: { friend: ids.Dora },
      F: { friend: expect.stringMatching(/^ctc_/) },
    });
  });

  it('is nobody whom the importer may not see', async () => {
    await make('person', 'Friend');
    await importer.bring('Name\nSecret\n');
    await db.sql`insert into teams (id, name, created_at) values ('tem_x', 'X', now()) on conflict do nothing`;
    await db.sql`insert into users (id, name, email, created_at, updated_at, role) values ('usr_s', 'S', 's@x.example', now(), now(), 'supervisor') on conflict do nothing`;
    await db.sql`update contacts set team_id = 'tem_x'`;
    const supervisor = {
      ...systemPrincipal,
      kind: 'user' as const,
      id: 'usr_s',
      userId: 'usr_s',
      role: 'supervisor' as const,
    };
    const done = await importerOf(platform, supervisor).bring('Name;Friend\nA;Secret\n');
    expect(done.counts).toMatchObject({ created: 0, problems: 1 });
  });
});

describe('[CRM-3] [IMP-1] a field that is changed while an import waits', () => {
  it('is a problem of every row that has a value for it, when the rows are read', async () => {
    const hobby = await make('text', 'Hobby');
    const { id } = await importer.hand('Name;Hobby\nAnna;Chess\nOlga;\n');
    await turnOff(hobby);
    await importer.command(id, 'check');
    expect(await importer.work(id)).toMatchObject({ state: 'checked', counts: { create: 1, problems: 1 } });
    expect(await problems(id)).toEqual(['2 custom.hobby:field-off']);
  });

  it('stops the import in words, before anything is written, when the rows were read already', async () => {
    const hobby = await make('text', 'Hobby');
    const kind = await make('choice', 'Class', ['Gold', 'Silver']);
    const { id } = await importer.hand('Name;Hobby;Class\nAnna;Chess;Gold\n');
    const check = async () => {
      await importer.command(id, 'check');
      await importer.work(id);
      await importer.command(id, 'start');
    };
    await check();
    await turnOff(hobby);
    expect(await importer.work(id)).toMatchObject({ state: 'failed', failure: 'field: Hobby' });
    const patch = { mapping: ['name', 'custom.hobby', 'custom.class'] };
    await expect(changeImport(platform, { ...by, importId: id, patch })).rejects.toMatchObject({
      code: 'imports.field_off',
      message: expect.stringContaining('"Hobby" is switched off'),
    });
    await changeImport(platform, { ...by, importId: id, patch: { mapping: ['name', null, 'custom.class'] } });
    await check();
    await changeCustomField(platform, by, kind.id, { options: ['Silver'] });
    expect(await importer.work(id)).toMatchObject({ state: 'failed', failure: 'field: Class' });
    expect(await customOf()).toEqual({});
    await changeCustomField(platform, by, kind.id, { options: ['Gold', 'Silver'] });
    await importer.command(id, 'resume');
    expect(await importer.work(id)).toMatchObject({ state: 'done' });
    expect(await customOf()).toEqual({ Anna: { class: 'gold' } });
  });
});
