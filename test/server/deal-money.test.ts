/** [ACC-1] Whose role hides what deals are worth: no sum, price or discount in any answer, file or live message. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { exportableLists } from '../../server/app/exportable-lists.ts';
import type { OwnRole } from '../../server/contract/access.contract.ts';
import type { EventList } from '../../server/contract/audit.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { DealScoreView } from '../../server/contract/deal-scoring.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { DealLines } from '../../server/contract/products.contract.ts';
import { runExport } from '../../server/modules/exports/exports.usecases.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge } from './fake-bridge.ts';
import type { Colleague } from './firm.ts';
import { type CallingFirm, openCallingFirm } from './missed-calls-firm.ts';
import type { TestClient } from './test-server.ts';

/** Potential, what it was, what is expected, won; price, discount, sum of the line and of what was taken off; own fields. */
const sums = [
  '7310459',
  '9310459',
  '3655229',
  '6402113',
  '8642097',
  '13.57',
  '22408093',
  '3518197',
  '5150777',
  '5250777',
];
const told = (value: unknown): string[] => {
  // A time such as 11:14:13.570 is no discount of 13.57 per cent.
  const text = JSON.stringify(value).replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '');
  return sums.filter((sum) => text.includes(sum));
};

let firm: CallingFirm;
let hides: OwnRole;
let locks: OwnRole;
let client: Contact;
let deal: Deal;
let callId: string;
const book = journal('pbx2', 'journal-money');

const give = (person: Colleague, roleId: string | null) => firm.admin.patch(`/api/users/${person.userId}`, { roleId });
const money = (right: 'hidden' | 'read-only') => ({
  fields: { deal: { money: right } },
  scopes: { 'audit.read': 'all' },
});
const linesPath = () => `/api/deals/${deal.id}/lines`;

beforeAll(async () => {
  firm = await openCallingFirm();
  const person = { name: 'Ivan Buyer', lifecycle: 'lead', phones: [{ raw: '+7 916 555-01-01' }] };
  client = (await firm.admin.post<Contact>('/api/contacts', person)).body;
  const own = { record: 'deal', label: 'Margin', key: 'margin', type: 'money' };
  expect((await firm.admin.post('/api/custom-fields', own)).status).toBe(201);
  await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'Colour', key: 'colour', type: 'text' });
  const first = { title: 'Boards', contactId: client.id, ownerId: null, potential: '9310459', probability: 90 };
  deal = (await firm.admin.post<Deal>('/api/deals', first)).body;
  await firm.admin.patch(`/api/deals/${deal.id}`, {
    potential: '7310459',
    probability: 50,
  });
  await firm.admin.patch(`/api/deals/${deal.id}`, { custom: { margin: '5250777' } });
  await firm.admin.patch(`/api/deals/${deal.id}`, { custom: { margin: '5150777', colour: 'red' } });
  const oak = { name: 'Oak', quantity: '3', price: '8642097', discountPercent: '13.57' };
  const lines = await firm.admin.request('PUT', linesPath(), { offered: [oak], sold: [] });
  expect(lines.status, JSON.stringify(lines.body)).toBe(200);
  const sold = { title: 'Sold', contactId: client.id, ownerId: null, potential: '6402113' };
  const won = (await firm.admin.post<Deal>('/api/deals', sold)).body;
  const moved = await firm.admin.post(`/api/deals/${won.id}/stage`, { stageId: 'stg_won' });
  expect(moved.status, JSON.stringify(moved.body)).toBe(200);
  await firm.server.idle();
  callId = await firm.missed('+79165550101');
  hides = (await firm.admin.post<OwnRole>('/api/roles', { name: 'No sums', base: 'manager', ...money('hidden') })).body;
  locks = (await firm.admin.post<OwnRole>('/api/roles', { name: 'Fixed', base: 'manager', ...money('read-only') }))
    .body;
});
afterAll(() => firm?.close());

const day = 86_400_000;
const began = Date.now();
const at = (days: number) => new Date(began + days * day).toISOString();

/** Every address that can be read, with real records in it. */
function addresses(): string[] {
  const ids: [RegExp, string][] = [
    [/^\/api\/contacts/, client.id],
    [/^\/api\/deals/, deal.id],
    [/^\/api\/calls/, callId],
  ];
  const paths = firm.server.routes
    .filter(({ method, permission }) => method === 'get' && permission !== 'public')
    .map(({ path }) => path.replace(/\{\w+\}/g, ids.find(([fits]) => fits.test(path))?.[1] ?? 'none'));
  return [
    ...paths,
    '/api/deals?order=largest',
    `/api/deals/scores?ids=${deal.id}`,
    '/api/deals/abc?by=contact',
    '/api/deals/forecast?by=manager',
    '/api/search?q=Boards',
    `/api/leads/sources?from=${at(-1)}&to=${at(1)}`,
    '/api/audit?limit=200',
    '/api/audit/events?limit=200',
  ];
}

async function tellTales(by: TestClient): Promise<string[]> {
  const tales: string[] = [];
  for (const address of addresses()) {
    const reply = await by.get(address);
    expect(reply.status, address).toBeLessThan(500);
    if (told(reply.body).length > 0) tales.push(address);
  }
  return tales;
}

async function exported(by: Colleague): Promise<string> {
  const asked = await by.post<{ id: string }>('/api/exports', { list: 'deals' });
  expect(asked.status, JSON.stringify(asked.body)).toBe(201);
  const { platform } = firm.server.app;
  await runExport(platform, exportableLists(firm.server.app), asked.body.id, new AbortController().signal);
  const reply = await fetch(`${firm.server.url}/api/exports/${asked.body.id}/file`, { headers: by.headers });
  expect(reply.status).toBe(200);
  return reply.text();
}

describe('the money of deals that a role hides', () => {
  it('[ACC-1] stands in no address; for others it stands in these', async () => {
    const open = await tellTales(firm.admin);
    // So that the walk is known to look at what there is to see.
    for (const path of [
      '/api/deals',
      '/api/deals/board',
      `/api/deals/${deal.id}`,
      linesPath(),
      `/api/deals/${deal.id}/score`,
      `/api/deals/scores?ids=${deal.id}`,
      '/api/deals/slipping',
      '/api/deals/abc?by=contact',
      '/api/deals/forecast?by=manager',
      `/api/contacts/${client.id}/timeline`,
      `/api/calls/${callId}/card`,
      addresses().find((path) => path.startsWith('/api/leads/sources?')),
      '/api/audit?limit=200',
      '/api/audit/events?limit=200',
    ])
      expect(open).toContain(path);
    const all = (await firm.admin.get<Deal>(`/api/deals/${deal.id}`)).body;
    expect(all.custom).toEqual({ margin: '5150777.00', colour: 'red' });
    await give(firm.manager, hides.id);
    expect(await tellTales(firm.manager)).toEqual([]);
    const seen = await firm.manager.get<Deal>(`/api/deals/${deal.id}`);
    expect(seen.body).toMatchObject({
      title: 'Boards',
      potential: '',
      expectedSum: '',
      maxPotential: '',
      probability: 50,
      custom: { colour: 'red' },
    });
    const timeline = JSON.stringify((await firm.manager.get(`/api/deals/${deal.id}/timeline`)).body);
    expect(timeline).toContain('deal.changed: probability');
    expect(timeline).not.toContain('potential');
    await give(firm.manager, null);
  });

  it('[ACC-1] orders nothing, filters nothing and is in no file', async () => {
    expect(told(await exported(firm.manager))).toEqual(expect.arrayContaining(['7310459', '3655229']));
    await give(firm.manager, hides.id);
    for (const path of ['/api/deals?order=largest', '/api/deals/slipping', '/api/deals/abc', '/api/deals/forecast'])
      expect(await firm.manager.get(path), path).toMatchObject({
        status: 403,
        body: { error: { code: 'deals.money_hidden' } },
      });
    const fields = await firm.manager.get<{ items: { key: string }[] }>('/api/fields?record=contact');
    const keys = fields.body.items.map(({ key }) => key);
    expect(keys).toContain('deals.open');
    expect(keys).not.toContain('deals.potential');
    const file = await exported(firm.manager);
    expect(file).toContain('Boards');
    expect(told(file)).toEqual([]);
    await give(firm.manager, null);
  });

  it('[ACC-1] is not in the points of a deal either', async () => {
    await give(firm.manager, hides.id);
    const { body } = await firm.manager.get<DealScoreView>(`/api/deals/${deal.id}/score`);
    expect(body.because.map(({ factor }) => factor)).not.toContain('sum');
    expect(body.points).toBe(body.because.reduce((all, one) => all + one.points, 0));
    expect(body).toMatchObject({ expectedSum: '', maxExpectedSum: '', drop: 0 });
    await give(firm.manager, null);
  });

  it('[ACC-1] live: the card of a call names the deal without it', async () => {
    const operator = { name: 'Answers', base: 'operator', fields: { deal: { money: 'hidden' } } };
    const role = (await firm.admin.post<OwnRole>('/api/roles', operator)).body;
    await give(firm.anna, role.id);
    const [anna, boris] = [await firm.anna.live(), await firm.boris.live()];
    const bridge = await connectBridge(firm.server, { bridgeId: book.bridgeId, journalId: book.journalId });
    const rings = async (device: string) => {
      const call = callFacts({ journal: book, from: '+79165550101', at: new Date().toISOString() });
      await bridge.send([call.started(), call.ringing(device)]);
      await firm.server.idle();
      return call;
    };
    const mine = await rings('PJSIP/101');
    const { event } = await anna.event((message) => message.event.name === 'call.offered');
    expect(event).toMatchObject({ payload: { card: { openDeals: [{ title: 'Boards', potential: '' }] } } });
    await bridge.send([mine.ended()]);
    const his = await rings('PJSIP/102');
    await boris.event((message) => message.event.name === 'call.offered');
    expect(told(boris.events)).toEqual(['7310459']);
    await bridge.send([his.ended()]);
    await firm.server.idle();
    expect(told([anna.snapshot, anna.events])).toEqual([]);
    for (const link of [anna, boris, bridge]) link.close();
    await give(firm.anna, null);
  });
});

describe('the money of deals that a role locks', () => {
  const refusedKeys = (reply: { status: number; body: unknown }) => {
    const { error } = reply.body as { error: { code: string; fields: Record<string, string> } };
    expect([reply.status, error.code]).toEqual([403, 'access.field_held_back']);
    return Object.keys(error.fields);
  };

  it('[ACC-1] is not changed by them, by hand or from the audit, and everything else is', async () => {
    const { items } = (await firm.admin.get<EventList>('/api/audit/events?kind=deal&limit=200')).body;
    const change = items.find(({ action, before }) => action === 'deal.changed' && before?.potential !== undefined)!;
    for (const role of [hides, locks]) {
      await give(firm.manager, role.id);
      expect(refusedKeys(await firm.manager.patch(`/api/deals/${deal.id}`, { potential: '1' }))).toEqual(['potential']);
      expect(refusedKeys(await firm.manager.post('/api/deals', { title: 'New', potential: '5' }))).toEqual([
        'potential',
      ]);
      expect(refusedKeys(await firm.manager.post(`/api/audit/${change.id}/restore`))).toEqual(['potential']);
      expect((await firm.manager.post('/api/deals', { title: 'New' })).status).toBe(201);
      expect((await firm.manager.patch(`/api/deals/${deal.id}`, { mainInterest: role.name })).status).toBe(200);
    }
    await give(firm.manager, null);
    expect((await firm.admin.get<Deal>(`/api/deals/${deal.id}`)).body.potential).toBe('7310459.00');
  });

  it('[ACC-1] is in the firm’s own fields of that type as well, those made later among them', async () => {
    const { items } = (await firm.admin.get<EventList>('/api/audit/events?kind=deal&limit=200')).body;
    const change = items.find(({ before }) => told(before ?? {}).includes('5250777'))!;
    for (const role of [hides, locks]) {
      await give(firm.manager, role.id);
      expect(refusedKeys(await firm.manager.post(`/api/audit/${change.id}/restore`))).toEqual(['custom.margin']);
    }
    for (const role of [hides, locks]) {
      await give(firm.manager, role.id);
      const path = `/api/deals/${deal.id}`;
      expect(refusedKeys(await firm.manager.patch(path, { custom: { margin: '1', colour: 'blue' } }))).toEqual([
        'custom.margin',
      ]);
      const fresh = { title: 'New', custom: { margin: '1' } };
      expect(refusedKeys(await firm.manager.post('/api/deals', fresh))).toEqual(['custom.margin']);
      expect((await firm.manager.patch(path, { custom: { colour: role.name } })).status).toBe(200);
      const key = `fee_${role.base}_${role === hides ? 'a' : 'b'}`;
      await firm.admin.post('/api/custom-fields', { record: 'deal', label: key, key, type: 'money' });
      await firm.server.idle();
      expect(refusedKeys(await firm.manager.patch(path, { custom: { [key]: '1' } }))).toEqual([`custom.${key}`]);
    }
    await give(firm.manager, null);
    const { custom } = (await firm.admin.get<Deal>(`/api/deals/${deal.id}`)).body;
    expect(custom).toMatchObject({ margin: '5150777.00', colour: 'Fixed' });
  });

  it('[ACC-1] lines keep their prices and discounts, copies too; new ones cost what the catalogue says', async () => {
    const group = (await firm.admin.post<{ id: string }>('/api/product-groups', { name: 'Wood' })).body;
    const elm = { groupId: group.id, name: 'Elm', price: '50' };
    const product = (await firm.admin.post<{ id: string }>('/api/products', elm)).body;
    await give(firm.manager, hides.id);
    const [oak] = (await firm.manager.get<DealLines>(linesPath())).body.offered;
    expect(oak).toMatchObject({ name: 'Oak', quantity: '3', price: '', discountPercent: '', total: '' });
    const put = (offered: object[], sold: object[] = []) =>
      firm.manager.request<DealLines>('PUT', linesPath(), { offered, sold });
    const kept = { id: oak!.id, name: 'Oak', quantity: '4' };
    const written = await put([kept, { productId: product.id }]);
    expect(written.status, JSON.stringify(written.body)).toBe(200);
    expect(refusedKeys(await put([{ ...kept, price: '1' }]))).toEqual(['offered.0.price']);
    expect(refusedKeys(await put([{ ...kept, discountPercent: '90' }]))).toEqual(['offered.0.discountPercent']);
    await give(firm.manager, locks.id);
    expect(refusedKeys(await put([{ ...kept, discountPercent: '0' }]))).toEqual(['offered.0.discountPercent']);
    await give(firm.manager, null);
    const { offered } = (await firm.admin.get<DealLines>(linesPath())).body;
    expect(
      offered.map(({ name, quantity, price, discountPercent }) => [name, quantity, price, discountPercent]),
    ).toEqual([
      ['Oak', '4', '8642097.00', '13.57'],
      ['Elm', '1', '50.00', '0'],
    ]);
  });
});
