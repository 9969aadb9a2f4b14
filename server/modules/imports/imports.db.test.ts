import ExcelJS from 'exceljs';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../test/database/test-database.ts';
import { type Importer, importerOf } from '../../../test/factories/import-of-text.ts';
import { type TestPlatform, testPlatform } from '../../../test/server/test-platform.ts';
import type { ImportLanguage } from '../../contract/import-problems.ts';
import { systemPrincipal } from '../access/principal.ts';
import { changeContact, deleteContact, readContact } from '../contacts/contacts.usecases.ts';
import { createCustomField } from '../custom-fields/custom-fields.usecases.ts';
import { defaultRules } from './default-rules.ts';
import { changeImport } from './imports.usecases.ts';
import { previewImport } from './preview-import.usecases.ts';
import { openErrorFile } from './rows-to-mend.usecases.ts';
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
  await db.sql`truncate import_rows, import_changes, import_lanes, imports, phones, contacts, organisations cascade`;
});

const by = { principal: systemPrincipal, ip: '127.0.0.1' };
const people = async () => [
  ...(await db.sql<
    { id: string; name: string; phones: string[]; emails: string[]; organisation: string | null; notes: string }[]
  >`
    select c.id, c.name, c.emails, c.notes, o.name as organisation,
      array(select e164 || coalesce(' ' || extension, '') from phones p where p.contact_id = c.id order by position) as phones
    from contacts c left join organisations o on o.id = c.organisation_id where c.deleted_at is null order by c.name, c.id`),
];
const rules = (inFile: object = {}, inBase: object = {}, namesTellApart = true) => {
  const usual = defaultRules('contacts');
  return { rules: { inFile: { ...usual.inFile, ...inFile }, inBase: { ...usual.inBase, ...inBase }, namesTellApart } };
};

async function toMend(importId: string, language: ImportLanguage): Promise<string> {
  const { stream } = await openErrorFile(platform, systemPrincipal, { importId, language });
  let text = '';
  for await (const chunk of stream) text += chunk;
  return text;
}

const dirty = [
  'ФИО;Компания;Телефон;Эл. почта;Примечание',
  'Иван Петров;ООО Вега;"8 (495) 123-45-67, ext. 9";Ivan@Vega.example;Звонить утром',
  'Olga;ООО «Вега»;+7 916 123 45 67; ;',
  'Petrov;;12;;',
  'Нет почты;;8 916 000 00 01;not-a-mail;',
  '"Кавычки ""внутри""";;89160000002;;"две\nстроки"',
].join('\n');

describe('[IMP-1] a file of people', () => {
  it('is read, repaired and written; what cannot be used is counted', async () => {
    const done = await importer.bring(dirty);
    expect(done).toMatchObject({ state: 'done', counts: { created: 3, problems: 2, organisationsCreated: 2 } });
    expect(await people()).toMatchObject([
      { name: 'Olga', phones: ['+79161234567'], organisation: 'ООО «Вега»', emails: [] },
      {
        name: 'Иван Петров',
        phones: ['+74951234567 9'],
        organisation: 'ООО Вега',
        emails: ['ivan@vega.example'],
        notes: 'Звонить утром',
      },
      { name: 'Кавычки "внутри"', notes: 'две\nстроки' },
    ]);
  });

  it('shows the repairs side by side before anything is written', async () => {
    const { id } = await importer.hand(dirty);
    const { items } = await previewImport(platform, systemPrincipal, { importId: id, limit: 10 });
    expect(items[0]).toMatchObject({
      row: 2,
      values: { phone: '+74951234567 ext. 9', organisation: 'ООО Вега' },
      repairs: [{ written: '8 (495) 123-45-67, ext. 9', e164: '+74951234567', extension: '9', because: null }],
    });
    expect(items[2]).toMatchObject({ problem: 'phone:internal', repairs: [{ e164: null, because: 'internal' }] });
    expect(await people()).toEqual([]);
  });

  it('counts in a dry run and writes nothing', async () => {
    await importer.bring('Name;Phone\nAnna;89160000001\n');
    const { id } = await importer.hand(
      'Name;Phone;E-mail\nAnna;89160000001;a@x.example\nNew;89160000002;\nNew;89160000002;\nBad;12;\n',
    );
    await importer.command(id, 'check');
    const checked = await importer.work(id);
    expect(checked).toMatchObject({
      state: 'checked',
      counts: { create: 1, update: 1, skip: 1, clash: 0, problems: 1 },
    });
    expect(await people()).toHaveLength(1);
    const update = await readImportRows(platform, systemPrincipal, {
      importId: id,
      what: 'update',
      after: 0,
      limit: 5,
    });
    expect(update.items).toMatchObject([{ row: 2, because: 'phone', record: { name: 'Anna' } }]);
    const skip = await readImportRows(platform, systemPrincipal, { importId: id, what: 'skip', after: 0, limit: 5 });
    expect(skip.items).toMatchObject([{ row: 4, sameAs: 3, because: 'phone' }]);
    await importer.command(id, 'start');
    expect(await importer.work(id)).toMatchObject({ state: 'done', counts: { created: 1, updated: 1 } });
    expect(await people()).toMatchObject([{ name: 'Anna', emails: ['a@x.example'] }, { name: 'New' }]);
  });

  it('gives the rows to mend as a file that can be handed in again', async () => {
    const { id } = await importer.bring(dirty);
    const text = await toMend(id, 'en');
    expect(text.replace('\ufeff', '').split('\r\n')).toEqual([
      'ФИО;Компания;Телефон;Эл. почта;Примечание;Problem;Row',
      'Petrov;;12;;;Phone: looks like an internal number;4',
      'Нет почты;;8 916 000 00 01;not-a-mail;;E-mail: is no e-mail address;5',
      '',
    ]);
    const mended = await importer.bring(text.replace(';12;', ';89160000012;').replace('not-a-mail', 'is@mail.example'));
    expect(mended.counts).toMatchObject({ created: 2, problems: 0 });
  });

  it.each([
    ['ru', 'Проблема', 'Строка', 'Телефон: похоже на внутренний номер'],
    ['fr', 'Problème', 'Ligne', 'Téléphone : ressemble à un numéro interne'],
    ['it', 'Problema', 'Riga', 'Telefono: sembra un numero interno'],
  ] as const)(
    'says why in the language of the reader (%s), and leaves the two columns out when it comes back',
    async (language, problem, row, why) => {
      const field = {
        record: 'contact',
        label: problem,
        type: 'text',
        options: [],
        hint: '',
        onCard: false,
        roles: {},
      } as const;
      await createCustomField(platform, by, { ...field, options: [] });
      const { id } = await importer.bring(dirty);
      const text = await toMend(id, language);
      const [header = '', first] = text.split('\r\n');
      expect(header.endsWith(`;${problem};${row}`)).toBe(true);
      expect(first).toBe(`Petrov;;12;;;${why};4`);
      expect((await importer.hand(text.replace('not-a-mail', 'is@mail.example'))).mapping).toEqual([
        'name',
        'organisation',
        'phone',
        'email',
        'notes',
        null,
        null,
      ]);
    },
  );

  it('shows the cells of a row beside its reason, the broken ones too', async () => {
    const { id } = await importer.bring('Name;Phone;Notes\nA\0;89160000001;\nPetrov;12;"say ""hi"" \\ {a,b}"\n');
    const { items } = await readImportRows(platform, systemPrincipal, {
      importId: id,
      what: 'problem',
      after: 0,
      limit: 5,
    });
    expect(items).toMatchObject([
      { because: 'name:broken-text', cells: ['A\ufffd', '89160000001', ''] },
      { because: 'phone:internal', cells: ['Petrov', '12', 'say "hi" \\ {a,b}'] },
    ]);
  });

  it('reads windows-1251 with tabs, and UTF-16', async () => {
    const cyrillic = Buffer.from([
      0xc8, 0xec, 0xff, 0x09, 0xd2, 0xe5, 0xeb, 0xe5, 0xf4, 0xee, 0xed, 0x0a, 0xce, 0xeb, 0xff, 0x09,
    ]);
    const done = await importer.bring(Buffer.concat([cyrillic, Buffer.from('89160000001\n')]));
    expect(done).toMatchObject({ format: { encoding: 'windows-1251', delimiter: '\t' }, headers: ['Имя', 'Телефон'] });
    const wide = await importer.bring(Buffer.from('\ufeffИмя,Телефон\nПётр,89160000002\n', 'utf16le'));
    expect(wide.format.encoding).toBe('utf-16le');
    expect((await people()).map(({ name }) => name)).toEqual(['Оля', 'Пётр']);
  });
});

describe('[IMP-1] a spreadsheet', () => {
  it('is read as people see it: numbers without an exponent, links and formulas by what they show', async () => {
    const workbook = new ExcelJS.Workbook();
    const sheet = workbook.addWorksheet('People');
    sheet.addRow(['ФИО', 'Телефон', 'Почта', 'Примечание']);
    sheet.addRow([
      'Пётр',
      89160000001,
      { text: 'p@x.example', hyperlink: 'mailto:p@x.example' },
      new Date(Date.UTC(2026, 0, 2)),
    ]);
    sheet.addRow([
      'Оля',
      { formula: 'A1', result: '8 495 123-45-67' },
      null,
      { richText: [{ text: 'два ' }, { text: 'слова' }] },
    ]);
    const done = await importer.bring(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(done).toMatchObject({ fileKind: 'xlsx', state: 'done', counts: { created: 2, problems: 0 } });
    expect(await people()).toMatchObject([
      { name: 'Оля', phones: ['+74951234567'], notes: 'два слова' },
      { name: 'Пётр', phones: ['+79160000001'], emails: ['p@x.example'], notes: '2026-01-02' },
    ]);
  });

  it('of several sheets is read from the first that has rows, or from the one that is chosen', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Empty');
    workbook.addWorksheet('Secret', { state: 'hidden' }).addRow(['Name']);
    workbook.addWorksheet('Люди & Ко').addRows([
      ['ФИО', 'Телефон'],
      ['Пётр', 89160000001],
    ]);
    workbook.addWorksheet('More').addRows([[89160000002, 'Ivan Petrov']]);
    const made = await importer.hand(Buffer.from(await workbook.xlsx.writeBuffer()));
    expect(made).toMatchObject({
      sheets: ['Люди & Ко', 'More', 'Secret'],
      format: { sheet: 'Люди & Ко', hasHeader: true },
      headers: ['ФИО', 'Телефон'],
    });
    const choose = (sheet: string) =>
      changeImport(platform, { ...by, importId: made.id, patch: { format: { ...made.format, sheet } } });
    await expect(choose('Empty')).rejects.toMatchObject({
      code: 'imports.sheet_unknown',
      message: expect.stringContaining('Люди & Ко, More, Secret'),
    });
    expect(await choose('More')).toMatchObject({
      format: { sheet: 'More', hasHeader: false },
      mapping: ['phone', 'name'],
    });
    await importer.command(made.id, 'start');
    expect(await importer.work(made.id)).toMatchObject({ state: 'done', counts: { created: 1 } });
    expect(await people()).toMatchObject([{ name: 'Ivan Petrov', phones: ['+79160000002'] }]);
  });

  it('that holds nothing is refused', async () => {
    const workbook = new ExcelJS.Workbook();
    workbook.addWorksheet('Empty');
    await expect(importer.hand(Buffer.from(await workbook.xlsx.writeBuffer()))).rejects.toMatchObject({
      code: 'imports.file_empty',
    });
  });

  it('that is damaged is refused in words', async () => {
    await expect(importer.hand(Buffer.from('PK\x03\x04 and then nothing'))).rejects.toMatchObject({
      code: 'imports.file_unknown',
    });
  });
});

describe('[IMP-1] duplicates inside the file', () => {
  const twice =
    'Name;Phone;E-mail;Role\nAnna;89160000001;;\nAnna;89160000001;anna@x.example;Boss\nBoris;89160000001;;\n';

  it('merges the fields of rows with the same number and name, and keeps people of other names', async () => {
    await importer.bring(twice);
    expect(await people()).toMatchObject([{ name: 'Anna', emails: ['anna@x.example'] }, { name: 'Boris' }]);
  });

  it.each([
    ['first', ['Anna ', 'Boris ']],
    ['last', ['Anna anna@x.example', 'Boris ']],
    ['skip', ['Boris ']],
    ['keep', ['Anna ', 'Anna anna@x.example', 'Boris ']],
  ])('takes which of them the rule says: %s', async (phone, expected) => {
    await importer.bring(twice, 'contacts', rules({ phone }));
    expect((await people()).map(({ name, emails }) => `${name} ${emails.join()}`).sort()).toEqual(expected);
  });

  it('joins all who share a number when names do not tell people apart', async () => {
    await importer.bring(twice, 'contacts', rules({}, {}, false));
    expect(await people()).toMatchObject([{ name: 'Anna', emails: ['anna@x.example'] }]);
  });

  it('finds them by e-mail and by name and organisation, too, and follows chains', async () => {
    const file =
      'Name;Phone;E-mail;Company\nA B;89160000001;x@x.example;V\nB A;89160000001;;V\nC;89160000003;X@x.example;\nA B;89160000004;;V\n';
    await importer.bring(file, 'contacts', rules({ name: 'merge' }));
    expect(await people()).toMatchObject([{ name: 'A B', phones: ['+79160000001', '+79160000003', '+79160000004'] }]);
  });
});

describe('[IMP-1] duplicates against the base', () => {
  const base = 'Name;Phone;Role\nAnna;89160000001;Boss\n';
  const again = 'Name;Phone;Role;E-mail\nAnna;89160000001;Owner;a@x.example\n';
  const roleBy = async (phone: string) => {
    await importer.bring(base);
    const { counts } = await importer.bring(again, 'contacts', rules({}, { phone }));
    const [row] = await db.sql<
      { role: string; emails: string[] }[]
    >`select role, emails from contacts order by created_at, id`;
    return { ...row, total: (await people()).length, clash: counts.clash };
  };

  it.each([
    ['skips', 'skip', { role: 'Boss', emails: [], total: 1, clash: 0 }],
    ['fills what is empty', 'update-empty', { role: 'Boss', emails: ['a@x.example'], total: 1, clash: 0 }],
    ['takes all that the row says', 'update-all', { role: 'Owner', emails: ['a@x.example'], total: 1, clash: 0 }],
    ['makes another', 'create', { role: 'Boss', emails: [], total: 2, clash: 0 }],
    ['leaves it to a person', 'ask', { role: 'Boss', emails: [], total: 1, clash: 1 }],
  ])('%s, by rule', async (_, rule, expected) => {
    expect(await roleBy(rule)).toEqual(expected);
  });

  it('does not touch the client of somebody else, and does not say whose it is', async () => {
    await importer.bring(base);
    await db.sql`insert into teams (id, name, created_at) values ('tem_x', 'X', now()) on conflict do nothing`;
    await db.sql`update contacts set team_id = 'tem_x'`;
    await db.sql`insert into users (id, name, email, created_at, updated_at, role) values ('usr_s', 'S', 's@x.example', now(), now(), 'supervisor') on conflict do nothing`;
    const supervisor = {
      ...systemPrincipal,
      kind: 'user' as const,
      id: 'usr_s',
      userId: 'usr_s',
      role: 'supervisor' as const,
    };
    const done = await importerOf(platform, supervisor).bring(again, 'contacts', rules({}, { phone: 'update-all' }));
    expect(done.counts).toMatchObject({ clash: 1, updated: 0, created: 0 });
    const { items } = await readImportRows(platform, supervisor, {
      importId: done.id,
      what: 'clash',
      after: 0,
      limit: 5,
    });
    expect(items).toMatchObject([{ because: 'not-yours', record: null }]);
  });
});

describe('[IMP-1] taking an import back', () => {
  it('removes what it made and puts back what it changed', async () => {
    await importer.bring('Name;Phone;Role\nAnna;89160000001;Boss\n');
    const before = await people();
    const { id } = await importer.bring(
      'Name;Phone;Mobile;Role;E-mail;Company\nAnna;89160000001;89160000009;Owner;a@x.example;Vega\nNew;89160000002;;;;Vega\n',
      'contacts',
      rules({}, { phone: 'update-all' }),
    );
    expect(await people()).toHaveLength(2);
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 3, kept: 0 } });
    expect(await people()).toEqual(before);
    expect((await db.sql`select from organisations where deleted_at is null`).count).toBe(0);
  });

  it('keeps and reports what somebody changed since', async () => {
    await importer.bring('Name;Phone;Role\nAnna;89160000001;Boss\n');
    const { id } = await importer.bring(
      'Name;Phone;Role;E-mail\nAnna;89160000001;Owner;a@x.example\nNew;89160000002;;\nOther;89160000003;;\n',
      'contacts',
      rules({}, { phone: 'update-all' }),
    );
    const [anna, fresh] = await people();
    await changeContact(platform, { ...by, contactId: anna!.id, patch: { role: 'Chief' } });
    await changeContact(platform, { ...by, contactId: fresh!.id, patch: { notes: 'asked for a price' } });
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 1, kept: 2 } });
    expect(await readContact(platform, systemPrincipal, anna!.id)).toMatchObject({ role: 'Chief', emails: [] });
    expect(await people()).toMatchObject([{ name: 'Anna' }, { name: 'New', notes: 'asked for a price' }]);
    expect((await readKept(platform, systemPrincipal, id)).items).toMatchObject([
      { recordId: anna!.id, name: 'Anna', kept: ['role'] },
      { recordId: fresh!.id, name: 'New', kept: ['changed'] },
    ]);
  });

  it('leaves alone what was deleted meanwhile', async () => {
    const { id } = await importer.bring('Name;Phone\nAnna;89160000001\n');
    await deleteContact(platform, { ...by, contactId: (await people())[0]!.id });
    await importer.command(id, 'undo');
    expect(await importer.work(id)).toMatchObject({ state: 'undone', counts: { restored: 1, kept: 0 } });
  });
});
