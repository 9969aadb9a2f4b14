import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeContact } from '../contacts/contacts.usecases.ts';
import { defaultRules } from './default-rules.ts';
import { readImportRows, readKept } from './show-rows.usecases.ts';

// Each import starts a thread that compiles its sources first, which a busy machine takes its time for.
vi.setConfig({ testTimeout: 180_000 });

let db: TestDatabase;
let platform: TestPlatform;
let importer: Importer;
beforeAll(async () => {
  db = await createTestDatabase();
  platform = testPlatform(db);
  importer = importerOf(platform);
}, 120_000);
afterAll(() => db.drop());
beforeEach(async () => {
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contact_roles, contacts, organisations cascade`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const rules = (contact: 'update-empty' | 'update-all') => {
  const usual = defaultRules('contacts');
  return { rules: { ...usual, inBase: { ...usual.inBase, phone: contact } } };
};
const people = async () => [
  ...(await db.sql<{ id: string; name: string; birthday: string | null; cities: string[]; need: string }[]>`
    select c.id, c.name, c.birthday, c.main_need as need, c.satisfaction, d.key as source,
      array(select a->>'city' from jsonb_array_elements(c.addresses) a) as cities,
      array(select o.name || coalesce(' ' || k.role, '') from contact_roles k join organisations o on o.id = k.organisation_id
        where k.contact_id = c.id order by k.position) as roles
    from contacts c left join directory_entries d on d.id = c.source_id where c.deleted_at is null order by c.name`),
];
const firms = async () => [
  ...(await db.sql<{ name: string; parent: string | null }[]>`
    select o.name, p.name as parent from organisations o left join organisations p on p.id = o.parent_id
    where o.deleted_at is null order by o.name`),
];
const header = 'Name;Phone;Birthday;City;Source;Main need;Satisfaction;Other organisation;Other role';
const first = `${header}\nAnna;89160000001;1980-05-17;Riga;Exhibition;;4;Vega;Adviser\n`;
const second = `${header}\nAnna;89160000001;1990-01-01;Paris;Call;Boards;5;Orion;Owner\n`;

describe('[IMP-1] fields that few files have', () => {
  it('are joined when rows of the file mean the same person: the earliest that says it gives it', async () => {
    await importer.bring(
      `${header}\nAnna;89160000001;;;;;;;\nAnna;89160000001;1980-05-17;Riga;;;;Vega;\nAnna;89160000001;1990-01-01;;Call;;;;\n`,
    );
    expect(await people()).toMatchObject([
      { birthday: '1980-05-17', cities: ['Riga'], source: 'call', satisfaction: null, roles: ['Vega'] },
    ]);
  });

  it('[ACC-1] hide the client of the owner that a row names, also when another row stands for both', async () => {
    await db.sql`insert into agents (id, name, active, created_at, updated_at) values
      ('agt_x', 'Xenia', true, now(), now()), ('agt_y', 'Yuri', true, now(), now()) on conflict do nothing`;
    await importer.bring(
      'Name;Phone;Owner;Private\nA;89160000001;;\nA;89160000001;Xenia;yes\nB;89160000002;Yuri;\nB;89160000002;Xenia;yes\nC;89160000003;Yuri;yes\n',
    );
    expect([
      ...(await db.sql`select name, owner_agent_id as owner, is_private as hidden, team_id as team from contacts order by name`),
    ]).toEqual([
      { name: 'A', owner: 'agt_x', hidden: true, team: null },
      { name: 'B', owner: 'agt_y', hidden: false, team: null },
      { name: 'C', owner: 'agt_y', hidden: true, team: null },
    ]);
  });

  it('fill what is empty, add addresses and further organisations, and go back one by one', async () => {
    await importer.bring(first);
    const before = await people();
    expect(before).toMatchObject([{ source: 'exhibition', satisfaction: 4, roles: ['Vega Adviser'] }]);
    const { id } = await importer.bring(second, 'contacts', rules('update-empty'));
    expect(await people()).toMatchObject([
      {
        birthday: '1980-05-17',
        source: 'exhibition',
        need: 'Boards',
        satisfaction: 4,
        cities: ['Riga', 'Paris'],
        roles: ['Vega Adviser', 'Orion Owner'],
      },
    ]);
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { kept: 0 } });
    expect(await people()).toEqual(before);
    expect((await firms()).map(({ name }) => name)).toEqual(['Vega']);
  });

  it('are overwritten by that rule; what somebody changed since stays with undoing and is told', async () => {
    await importer.bring(first);
    const { id } = await importer.bring(second, 'contacts', rules('update-all'));
    const [anna] = await people();
    expect(anna).toMatchObject({ birthday: '1990-01-01', source: 'call', satisfaction: 5 });
    await changeContact(platform, { ...by, contactId: anna?.id ?? '', patch: { birthday: '1991-02-02' } });
    await importer.command(id, 'undo');
    await importer.work(id);
    expect(await people()).toMatchObject([
      { birthday: '1991-02-02', source: 'exhibition', need: '', satisfaction: 4, cities: ['Riga'] },
    ]);
    expect((await readKept(platform, systemPrincipal, id)).items).toMatchObject([{ kept: ['birthday'] }]);
  });

  it('leave a row out whose source is none of the firm, and stop when the source was switched off since', async () => {
    const { id } = await importer.hand('Name;Source\nAnna;Radio\nOlga;Fair\nPavel;Salon\n');
    await db.sql`update directory_entries set label = 'Fair' where id = 'dir_source_exhibition'`;
    await importer.command(id, 'check');
    expect(await importer.work(id)).toMatchObject({ counts: { create: 1, problems: 2 } });
    const { items } = await readImportRows(platform, systemPrincipal, {
      importId: id,
      what: 'problem',
      after: 0,
      limit: 9,
    });
    expect(items.map(({ because }) => because)).toEqual(['source:unknown-source', 'source:unknown-source']);
    await importer.command(id, 'start');
    await db.sql`update directory_entries set active = false where id = 'dir_source_exhibition'`;
    expect(await importer.work(id)).toMatchObject({ state: 'failed', failure: 'default: sourceId' });
    await db.sql`update directory_entries set active = true, label = null where id = 'dir_source_exhibition'`;
  });
});

describe('[IMP-1] marks of single numbers', () => {
  const marked = async () => {
    const rows = await db.sql<{ said: string }[]>`
      select c.name || ' ' || coalesce(p.e164, p.raw) || ' ' || p.kind || case when p.do_not_call then ' not' else '' end
        || case when p.invalid then ' wrong' else '' end || coalesce(' ' || p.time_zone, '') as said
      from phones p join contacts c on c.id = p.contact_id where c.deleted_at is null order by c.name, p.position`;
    return rows.map(({ said }) => said);
  };
  const header = 'Name;Phone;Phone kind;Phone marks;More phones';

  it('are joined with the numbers of rows that mean the same person: whoever is not called in one is not called', async () => {
    await importer.bring(
      `${header}\nAnna;89160000001;Work;Wrong number;\nAnna;89160000001;;Не звонить;"89160000002|Home|Europe/Rome;89160000003;12|как записано"\nAnna;89160000001;;;"12|Как записано|Do not call;13|Как записано"\nBoris;89160000004;;;\n`,
    );
    expect(await marked()).toEqual([
      'Anna +79160000001 work not wrong',
      'Anna +79160000002 home Europe/Rome',
      'Anna +79160000003 other',
      'Anna 12 other not',
      'Anna 13 other',
      'Boris +79160000004 other',
    ]);
  });

  it('are given to numbers that a row adds; of those that were there only "do not call" is taken, and stays', async () => {
    await importer.bring('Name;Phone;Phone 2\nAnna;89160000001;89160000009\nBoris;89160000005;\n');
    const { id } = await importer.bring(
      `${header}\nAnna;89160000001;Work;Do not call, Wrong number;89160000002 | Wrong number | Asia/Omsk\nAnna;89160000001;;;12 | As it was written | Home\nAnna;89160000001;;;12 | As it was written | Do not call\nBoris;89160000005;;Do not call;\n`,
    );
    expect(await marked()).toEqual([
      'Anna +79160000001 other not',
      'Anna +79160000009 other',
      'Anna +79160000002 other wrong Asia/Omsk',
      'Anna 12 home not',
      'Boris +79160000005 other not',
    ]);
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { kept: 0 } });
    expect(await marked()).toEqual([
      'Anna +79160000001 other not',
      'Anna +79160000009 other',
      'Boris +79160000005 other not',
    ]);
  });
});

describe('[IMP-1] [CRM-1] holdings in a file of organisations', () => {
  it('are found in the file or the base, made once when nobody knows them, and never close a circle', async () => {
    await importer.bring('Name\nOld\n', 'organisations');
    const done = await importer.bring(
      'Name;Holding;Lifecycle;Website\nA;B;Partner;https://a.example\nB;Old;;\nC;New;;\nD;New;;\nE;F;;\nF;E;;\nG;G;;\n',
      'organisations',
    );
    expect(done).toMatchObject({ state: 'done', counts: { created: 7, organisationsCreated: 1 } });
    const found = await firms();
    expect(found.filter(({ name }) => !'EF'.includes(name))).toEqual([
      { name: 'A', parent: 'B' },
      { name: 'B', parent: 'Old' },
      { name: 'C', parent: 'New' },
      { name: 'D', parent: 'New' },
      { name: 'G', parent: null },
      { name: 'New', parent: null },
      { name: 'Old', parent: null },
    ]);
    expect(found.filter(({ name, parent }) => 'EF'.includes(name) && parent !== null)).toEqual([]);
    // Ids stand in addresses of the console.
    expect((await db.sql`select from organisations where id !~ '^org_[0-9a-z]+$'`).count).toBe(0);
    const [a] = await db.sql`select lifecycle, website from organisations where name = 'A'`;
    expect(a).toEqual({ lifecycle: 'partner', website: 'https://a.example' });
    await importer.command(done.id, 'undo');
    await importer.work(done.id);
    expect((await firms()).map(({ name }) => name)).toEqual(['Old']);
  });

  it('are given to organisations of the base that have none, and taken from them again', async () => {
    await importer.bring('Name\nA\nTop\n', 'organisations');
    const { id } = await importer.bring('Name;Holding\nA;Top\n', 'organisations');
    expect(await firms()).toEqual([
      { name: 'A', parent: 'Top' },
      { name: 'Top', parent: null },
    ]);
    await importer.command(id, 'undo');
    await importer.work(id);
    expect(await firms()).toEqual([
      { name: 'A', parent: null },
      { name: 'Top', parent: null },
    ]);
  });
});
