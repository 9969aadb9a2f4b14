import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { importerOf } from '../../../test/factories/import-of-text.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import { exportableLists } from '../../app/exportable-lists.ts';
import type { Language } from '../../contract/built-in-words.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Export } from '../../contract/exports.contract.ts';
import { runExport } from '../exports/exports.usecases.ts';

vi.setConfig({ testTimeout: 180_000 });

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
}, 180_000);
afterAll(() => server.close());

async function make<Made extends { id: string }>(path: string, body: object): Promise<Made> {
  const { status, body: made } = await firm.admin.post<Made>(path, body);
  expect(status, JSON.stringify(made)).toBe(201);
  return made;
}

async function fileOf(list: string, language: Language, format: 'csv' | 'xlsx'): Promise<Buffer> {
  const asked = await firm.admin.post<Export>('/api/exports', { list, language, format });
  const { platform } = server.app;
  await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
  return readFile(platform.storage.pathOf(`exports/${asked.body.id}.${format}`));
}

const phone = ({ raw, e164, extension, kind, primary, doNotCall, invalid, timeZone }: Contact['phones'][number]) => ({
  // Of a number that could be repaired nobody knows any more how it was typed.
  raw: e164 ?? raw,
  e164,
  extension,
  kind,
  primary,
  doNotCall,
  invalid,
  timeZone,
});
/** A record without what is of this base alone: ids, versions, times, what was counted. */
const plainPerson = (one: Contact) => ({
  ...one,
  id: '',
  organisationId: '',
  version: 0,
  createdAt: '',
  updatedAt: '',
  activity: null,
  phones: one.phones.map(phone),
  otherRoles: one.otherRoles.map(({ organisationName, role }) => ({ organisationName, role })),
});
const plainFirm = ({ parent, phones, ...one }: Organisation) => ({
  ...one,
  id: '',
  version: 0,
  createdAt: '',
  updatedAt: '',
  children: one.children.map(({ name }) => name),
  contacts: one.contacts.map(({ name, role }) => ({ name, role })),
  parent: parent?.name ?? null,
  phones: phones.map(phone),
});
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1);

async function base() {
  const people = (await firm.admin.get<{ items: Contact[] }>('/api/contacts?limit=100')).body.items;
  const firms = (await firm.admin.get<{ items: Organisation[] }>('/api/organisations?limit=100')).body.items;
  return {
    people: people.map(plainPerson).sort(byName),
    firms: firms.map(plainFirm).sort(byName),
  };
}

/** More of each than has columns of its own. */
const manyPhones = [
  { raw: '+79160000011', kind: 'home', doNotCall: true },
  { raw: '+79160000012 ext. 7', kind: 'work', invalid: true, timeZone: 'Europe/Rome' },
  { raw: '+79160000013', kind: 'mobile', doNotCall: true, timeZone: 'Europe/Moscow' },
  { raw: '+79160000014', invalid: true },
  ...Array.from({ length: 10 }, (_, index) => ({ raw: `+791600001${20 + index}`, kind: 'work' })),
  { raw: '12-34; ask for Olga', kind: 'home', invalid: true },
];
const manyAddresses = [
  { kind: 'work', text: 'Nevsky 2; second | door\n"to the left"', city: '', country: 'RU', invalid: true },
  { kind: 'other', text: 'Rue 1', city: 'Lyon', country: 'FR' },
  { kind: 'delivery', text: 'Via Roma 2', city: '', country: '' },
  { kind: 'home', text: 'Tverskaya 1', city: 'Moscow', country: 'RU' },
];

async function fillBase(): Promise<void> {
  const field = (record: string, type: string, label: string, options: string[] = []) =>
    firm.admin.post('/api/custom-fields', { record, type, label, options });
  await field('contact', 'choices', 'Interests', ['Boats', 'Cars, old']);
  await field('contact', 'date', 'Contract until');
  await field('contact', 'yes-no', 'Newsletter');
  await field('organisation', 'money', 'Budget');
  await field('organisation', 'choice', 'Class', ['Gold', 'Silver']);
  await firm.admin.post('/api/directories', { directory: 'source', label: 'Friday club' });
  const holding = await make<Organisation>('/api/organisations', { name: 'Galaxy', lifecycle: 'partner' });
  const orion = await make<Organisation>('/api/organisations', {
    name: 'Orion',
    parentId: holding.id,
    lifecycle: 'client',
    website: 'https://orion.example',
    sourceId: 'exhibition',
    emails: ['office@orion.example'],
    phones: [
      { raw: '+7 495 123-45-67 ext. 9', kind: 'work', primary: true },
      { raw: '+7 495 123-45-67', kind: 'work', invalid: true },
      ...manyPhones,
    ],
    addresses: [
      { kind: 'legal', text: 'Nevsky 1', city: 'Saint Petersburg', country: 'RU', primary: true, invalid: true },
      ...manyAddresses,
    ],
    custom: { budget: '1250.50', class: 'gold' },
    notes: 'Asks for "invoices",\nby post',
    ownerId: firm.anna.agent.id,
  });
  const vega = await make<Organisation>('/api/organisations', { name: 'Vega', parentId: orion.id });
  const further: Organisation[] = [];
  for (const name of ['Lyra', 'Deneb | South', 'Altair'])
    further.push(await make<Organisation>('/api/organisations', { name }));
  await make('/api/contacts', {
    name: 'Anna K',
    role: 'Director',
    organisationId: orion.id,
    otherRoles: [
      { organisationId: vega.id, role: 'Adviser' },
      { organisationId: holding.id, role: null },
      ...further.map(({ id }, index) => ({ organisationId: id, role: index === 1 ? null : `Role; ${index}` })),
    ],
    lifecycle: 'client',
    ownerId: firm.boris.agent.id,
    private: true,
    vip: true,
    phones: [
      { raw: '+79160000001', kind: 'mobile', primary: true, doNotCall: true },
      { raw: '+7 495 123-45-67 ext. 12', kind: 'work', doNotCall: true },
      { raw: '+79160000003', kind: 'home', doNotCall: true },
      { raw: '+79160000004 ext. 5', doNotCall: true },
    ],
    emails: ['anna@orion.example', 'k@x.example'],
    addresses: [
      { kind: 'delivery', text: 'Nevsky 2, flat 3', city: 'Saint Petersburg', country: 'RU', primary: true },
      { kind: 'other', text: 'Via Roma 1', city: '', country: 'IT' },
      { kind: 'home', text: 'Moscow', city: 'Moscow', country: '' },
      ...manyAddresses,
    ],
    birthday: '1980-05-17',
    mainNeed: 'Boards,\nevery month',
    satisfaction: 4,
    sourceId: 'recommendation',
    advertisingChannel: 'Radio',
    timeZone: 'Europe/Moscow',
    notes: '=SUM(1;2) is how she greets',
    custom: { interests: ['boats', 'cars-old'], contract_until: '2027-01-31', newsletter: false },
  });
  const sources = (await firm.admin.get<{ items: { id: string; label: string | null }[] }>('/api/directories')).body;
  const club = sources.items.find(({ label }) => label === 'Friday club');
  await make('/api/contacts', { name: 'Clara', phones: [{ raw: '12', kind: 'work', doNotCall: true }] });
  const first = { raw: '+79160000021', primary: true, timeZone: 'Asia/Omsk' };
  await make('/api/contacts', {
    name: 'Boris',
    organisationId: vega.id,
    sourceId: club?.id,
    phones: [first, ...manyPhones],
  });
}

describe('[IMP-1] what was exported and is imported into an empty base', () => {
  it('is the same, in every language, from a table of text and from a workbook', async () => {
    await fillBase();
    const before = await base();
    expect(before.people).toHaveLength(3);
    expect(before.firms).toHaveLength(6);
    expect(before.people[1]?.phones).toHaveLength(16);
    for (const [language, format] of [
      ['en', 'csv'],
      ['ru', 'xlsx'],
      ['fr', 'csv'],
      ['it', 'csv'],
    ] as const) {
      const firms = await fileOf('organisations', language, format);
      const people = await fileOf('contacts', language, format);
      await server.db
        .sql`truncate import_rows, import_changes, imports, phones, contact_roles, contacts, organisations cascade`;
      const importer = importerOf(server.app.platform);
      for (const [file, target] of [
        [firms, 'organisations'],
        [people, 'contacts'],
      ] as const) {
        const done = await importer.bring(file, target);
        expect(done, `${language} ${target}`).toMatchObject({ state: 'done', counts: { problems: 0 } });
      }
      await server.idle();
      expect(await base(), language).toEqual(before);
    }
  });
});
