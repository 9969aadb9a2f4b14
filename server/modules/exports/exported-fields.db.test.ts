import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, type PersonAtWork, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import { exportableLists } from '../../app/exportable-lists.ts';
import type { OwnRole } from '../../contract/access.contract.ts';
import type { Export } from '../../contract/exports.contract.ts';
import { readCells } from '../imports/read-cells.ts';
import { runExport } from './exports.usecases.ts';

let server: TestServer;
let firm: Firm;
let orion: string;
let pavel: string;
const idOf = async (asked: Promise<{ status: number; body: unknown }>) => {
  const { status, body } = await asked;
  expect(status, JSON.stringify(body)).toBe(201);
  return (body as { id: string }).id;
};
const field = (record: string, type: string, label: string, options: string[] = []) =>
  idOf(firm.admin.post('/api/custom-fields', { record, type, label, options }));

beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  await field('contact', 'choice', 'Class', ['Gold', 'Silver']);
  await field('contact', 'choices', 'Interests', ['Boats', 'Cars']);
  await field('contact', 'person', 'Friend');
  await field('organisation', 'money', 'Budget');
  await field('deal', 'yes-no', 'Urgent');
  await field('task', 'date', 'Noted');
  await field('call', 'text', 'Topic');
  const holding = await idOf(firm.maria.post('/api/organisations', { name: 'Galaxy' }));
  orion = await idOf(
    firm.maria.post('/api/organisations', {
      name: 'Orion',
      parentId: holding,
      lifecycle: 'partner',
      website: 'https://orion.example',
      sourceId: 'exhibition',
      custom: { budget: '1250.50' },
    }),
  );
  const vega = await idOf(firm.maria.post('/api/organisations', { name: 'Vega' }));
  pavel = await idOf(firm.maria.post('/api/contacts', { name: 'Pavel' }));
  await idOf(
    firm.maria.post('/api/contacts', {
      name: 'Anna K',
      organisationId: orion,
      otherRoles: [{ organisationId: vega, role: 'Adviser' }],
      lifecycle: 'client',
      phones: [1, 2, 3, 4].map((digit) => ({ raw: `8916000000${digit}`, kind: digit === 1 ? 'mobile' : 'other' })),
      addresses: [{ kind: 'delivery', text: 'Nevsky 1', city: 'Saint Petersburg', country: 'RU' }],
      birthday: '1980-05-17',
      mainNeed: 'Boards',
      satisfaction: 4,
      sourceId: 'recommendation',
      advertisingChannel: 'Radio',
      custom: { class: 'gold', interests: ['boats', 'cars'], friend: pavel },
    }),
  );
});
afterAll(() => server.close());

/** What the file holds: one object per row, by the names of its columns. */
async function exported(by: TestClient, body: object): Promise<Record<string, string>[]> {
  const asked = await by.post<Export>('/api/exports', body);
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const { platform } = server.app;
  await runExport(platform, exportableLists(server.app), asked.body.id, new AbortController().signal);
  const path = platform.storage.pathOf(`exports/${asked.body.id}.csv`);
  const format = { encoding: 'utf-8', delimiter: ',', hasHeader: true } as const;
  const read: (readonly string[])[] = [];
  for await (const page of readCells({ path, kind: 'csv', format })) read.push(...page.map(({ cells }) => cells ?? []));
  const [names = [], ...rows] = read;
  return rows.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index] ?? ''])));
}
const offered = async (by: TestClient, list: string) => {
  const { items } = (
    await by.get<{
      items: { list: string; columns: { key: string }[]; ownColumns: { key: string; label: string }[] }[];
    }>('/api/exports/lists?language=ru')
  ).body;
  return items.find((one) => one.list === list);
};

describe('[IMP-1] [CRM-3] an export holds the whole record', () => {
  it('of people, the firm’s own fields as columns of their own', async () => {
    const list = await offered(firm.maria, 'contacts');
    expect(list?.ownColumns.map(({ key, label }) => `${key} ${label}`)).toEqual([
      'custom.class Class',
      'custom.interests Interests',
      'custom.friend Friend',
    ]);
    const [anna] = await exported(firm.maria, { list: 'contacts', filters: { q: 'Anna K' } });
    expect(anna).toMatchObject({
      Name: 'Anna K',
      Organisation: 'Orion',
      'Phone kind': 'Mobile',
      'Phone 3': '+79160000003',
      'More phones': '+79160000004',
      Stage: 'Client',
      Source: 'Recommendation',
      'Advertising channel': 'Radio',
      Birthday: '1980-05-17',
      'Main need': 'Boards',
      Satisfaction: '4',
      Address: 'Nevsky 1',
      City: 'Saint Petersburg',
      Country: 'RU',
      'Kind of address': 'Delivery',
      'Other organisation': 'Vega',
      'Other position': 'Adviser',
      Private: 'no',
      Attempts: '0',
      Class: 'Gold',
      Interests: 'Boats; Cars',
      Friend: 'Pavel',
    });
  });

  it('of organisations', async () => {
    const [row] = await exported(firm.maria, { list: 'organisations', filters: { q: 'Orion' }, language: 'ru' });
    expect(row).toMatchObject({
      Название: 'Orion',
      Холдинг: 'Galaxy',
      Стадия: 'Партнёр',
      Сайт: 'https://orion.example',
      Источник: 'Выставка',
      Сотрудники: 'Anna K',
      Budget: '1250.5',
    });
  });

  it('of deals, tasks and calls', async () => {
    const dealId = await idOf(
      firm.maria.post('/api/deals', {
        title: 'Boards',
        contactId: pavel,
        partnerId: orion,
        typeId: 'tender',
        sourceId: 'api',
        mainInterest: 'Oak',
        managers: [{ agentId: firm.anna.agent.id, role: 'Seller' }],
        custom: { urgent: true },
      }),
    );
    const line = { name: 'Oak', quantity: '3', price: '10' };
    await firm.maria.request('PUT', `/api/deals/${dealId}/lines`, { offered: [line], sold: [line] });
    const [deal] = await exported(firm.maria, { list: 'deals' });
    expect(deal).toMatchObject({
      Managers: expect.stringContaining('Anna (Seller)'),
      'Type of deal': 'Tender',
      Partner: 'Orion',
      Source: 'API',
      'Main interest': 'Oak',
      Offered: '3 × Oak',
      Sold: '3 × Oak',
      Class: expect.stringMatching(/^[ABC]$/),
      Urgent: 'yes',
    });
    await idOf(
      firm.maria.post('/api/tasks', { title: 'Ring', description: 'Twice', dealId, custom: { noted: '2026-02-03' } }),
    );
    const [task] = await exported(firm.maria, { list: 'tasks' });
    expect(task).toMatchObject({
      Description: 'Twice',
      Kind: 'Other',
      Priority: 'Normal',
      Deal: 'Boards',
      Noted: '2026-02-03',
    });
    const calls = await offered(firm.maria, 'calls');
    expect(calls?.columns.map(({ key }) => key)).toEqual(
      expect.arrayContaining([
        'disposition',
        'note',
        'mainNeed',
        'dialledNumber',
        'holdSeconds',
        'endedBy',
        'recorded',
      ]),
    );
    expect(calls?.ownColumns).toEqual([{ key: 'custom.topic', label: 'Topic' }]);
  });

  it('[ACC-1] but for what a role hides, which is no column at all', async () => {
    const hidden = { custom: 'hidden', birthday: 'hidden', phones: 'hidden' };
    const role = await firm.admin.post<OwnRole>('/api/roles', {
      name: 'Less',
      base: 'manager',
      fields: { contact: hidden },
    });
    expect(role.status, JSON.stringify(role.body)).toBe(201);
    const give = async (person: PersonAtWork, roleId: string | null) => {
      const users = (await firm.admin.get<{ items: { id: string; email: string }[] }>('/api/users')).body.items;
      const { id } = users.find(({ email }) => email === person.email) ?? { id: '' };
      expect((await firm.admin.patch(`/api/users/${id}`, { roleId })).status).toBe(200);
    };
    await give(firm.maria, role.body.id);
    const list = await offered(firm.maria, 'contacts');
    expect(list?.ownColumns).toEqual([]);
    const keys = list?.columns.map(({ key }) => key) ?? [];
    expect(keys).toEqual(expect.arrayContaining(['name', 'source']));
    for (const key of ['birthday', 'phone1', 'morePhones', 'doNotCall']) expect(keys).not.toContain(key);
    const asked = await firm.maria.post<{ error: { code: string } }>('/api/exports', {
      list: 'contacts',
      columns: ['name', 'custom.class'],
    });
    expect(asked.body.error.code).toBe('exports.column_unknown');
    const [row] = await exported(firm.maria, { list: 'contacts', filters: { q: 'Anna K' } });
    expect(Object.keys(row ?? {})).not.toContain('Birthday');
    await give(firm.maria, null);
  });
});
