/** TEL-9: an order is a deal whose products are sold; it is made in one step. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import type { DealLines, Product } from '../../contract/products.contract.ts';
import type { Settings } from '../../contract/settings.contract.ts';

let server: TestServer;
let firm: Firm;
let oak: Product;
let person: Contact;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  const group = (await firm.maria.post<{ id: string }>('/api/product-groups', { name: 'Wood' })).body;
  const body = { groupId: group.id, name: 'Oak board', unit: 'm³', price: '1200.10' };
  oak = (await firm.maria.post<Product>('/api/products', body)).body;
  person = (await firm.admin.post<Contact>('/api/contacts', { name: 'Orders', ownerId: firm.anna.agent.id })).body;
});
afterAll(() => server.close());

const order = (body: object) =>
  firm.anna.post<Deal & { error: { code: string; fields: Record<string, string> } }>('/api/deals', {
    title: 'Order',
    contactId: person.id,
    ...body,
  });
const linesOf = async (id: string) => (await firm.anna.get<DealLines>(`/api/deals/${id}/lines`)).body;

describe('[TEL-9] an order', () => {
  it('[TEL-9] has its products, priced by the catalogue, and is worth their sum', async () => {
    const sold = [
      { productId: oak.id, quantity: '2.5', discountPercent: '5' },
      { productId: null, name: 'Delivery', price: '99.90' },
    ];
    const made = await order({ sold, offered: [{ productId: oak.id, quantity: '10' }] });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    expect(made.body).toMatchObject({ potential: '2950.14', state: 'open' });
    const lines = await linesOf(made.body.id);
    expect(lines.sold).toMatchObject([
      { productId: oak.id, name: 'Oak board', unit: 'm³', price: '1200.10', total: '2850.24' },
      { name: 'Delivery', total: '99.90' },
    ]);
    expect([lines.totals.sold.total, lines.totals.offered.total]).toEqual(['2950.14', '12001.00']);
    const [history] = await server.db.sql<{ potential: string }[]>`
      select potential::text from deal_potential_changes where deal_id = ${made.body.id}`;
    expect(history?.potential).toBe('2950.14');
    const events = await firm.admin.get<{ items: { action: string; record: string }[] }>('/api/audit?limit=20');
    const actions = events.body.items.filter(({ record }) => record === made.body.id).map(({ action }) => action);
    expect(actions.sort()).toEqual(['deal.created', 'deal.lines-changed']);
  });

  it('[DEAL-2] keeps the potential that was typed; without products there is none', async () => {
    const typed = await order({ potential: '5', offered: [{ productId: oak.id }] });
    const plain = await order({});
    const offer = await order({ offered: [{ productId: oak.id }] });
    expect([typed, plain, offer].map(({ body }) => body.potential)).toEqual(['5.00', '0.00', '1200.10']);
  });

  it('[DEAL-2] is refused whole: an unknown product, no price, a discount beyond the right', async () => {
    const count = async () => (await server.db.sql`select from deals`).count;
    const before = await count();
    const refused = await Promise.all([
      order({ sold: [{ productId: 'prd_none' }] }),
      order({ sold: [{ productId: null, name: 'Something' }] }),
      order({ sold: [{ productId: oak.id, discountPercent: '90' }] }),
    ]);
    expect(refused.map(({ status, body }) => [status, Object.keys(body.error.fields)])).toEqual([
      [422, ['sold.0.productId']],
      [422, ['sold.0.price']],
      [422, ['sold.0.discountPercent']],
    ]);
    expect(await count()).toBe(before);
  });

  it('[ACC-1] the limit of discounts follows the own role of the writer', async () => {
    const { deals } = (await firm.admin.get<Settings>('/api/settings')).body;
    const limits = { own: 5, team: 10, all: 40 };
    await firm.admin.patch('/api/settings', { deals: { ...deals, maxDiscountPercent: limits } });
    const users = (await firm.admin.get<{ items: { id: string; email: string }[] }>('/api/users')).body.items;
    const anna = users.find(({ email }) => email === firm.anna.email);
    const status = async (discountPercent: string) =>
      (await order({ sold: [{ productId: oak.id, discountPercent }] })).status;
    expect([await status('5'), await status('6')]).toEqual([201, 422]);
    for (const [scope, given] of [
      ['all', [201, 201, 422]],
      ['none', [422, 422, 422]],
    ] as const) {
      const role = { name: `Discounts ${scope}`, base: 'operator', scopes: { 'products.discount': scope } };
      const made = (await firm.admin.post<{ id: string }>('/api/roles', role)).body;
      expect((await firm.admin.patch(`/api/users/${anna?.id}`, { roleId: made.id })).status).toBe(200);
      expect([await status('5'), await status('40'), await status('41')], scope).toEqual(given);
    }
    await firm.admin.patch(`/api/users/${anna?.id}`, { roleId: null });
  });
});
