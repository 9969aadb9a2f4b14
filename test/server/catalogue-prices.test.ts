/** [ACC-1] Whose role holds prices of the catalogue back: no price in any answer, and none is set. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { OwnRole } from '../../server/contract/access.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { DealLines, Product } from '../../server/contract/products.contract.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let admin: TestClient;
let product: Product;
beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  admin = await server.signIn('administrator');
  const group = (await admin.post<{ id: string }>('/api/product-groups', { name: 'Wood' })).body;
  product = (await admin.post<Product>('/api/products', { groupId: group.id, name: 'Oak', price: '8642097' })).body;
  await admin.patch(`/api/products/${product.id}`, { price: '8642098' });
});
afterAll(() => server?.close());

const asRole = async (right: 'hidden' | 'read-only' | null, more: object = {}) => {
  const body = { name: `Prices ${right}`, base: 'manager', scopes: { 'audit.read': 'all' }, ...more };
  const role = right && (await admin.post<OwnRole>('/api/roles', { ...body, fields: { product: { price: right } } }));
  const given = await admin.patch(`/api/users/${firm.manager.userId}`, { roleId: role ? role.body.id : null });
  expect(given.status).toBe(200);
};

const addresses = [
  '/api/products?active=all',
  '/api/audit?limit=200',
  '/api/audit/events?limit=200',
  '/api/search?q=Oak',
];
async function tellTales(): Promise<string[]> {
  const tales: string[] = [];
  for (const address of addresses) {
    const { status, body } = await firm.manager.get(address);
    expect(status, address).toBe(200);
    if (/864209[78]/.test(JSON.stringify(body))) tales.push(address);
  }
  return tales;
}
const errorOf = (reply: { status: number; body: unknown }) => {
  const { error } = reply.body as { error?: { code: string; fields: object } };
  return [reply.status, error?.code, Object.keys(error?.fields ?? {})];
};

it('[ACC-1] a hidden price is in no list and no entry of the audit; others see it there', async () => {
  await asRole(null);
  await admin.patch(`/api/users/${firm.manager.userId}`, { role: 'administrator' });
  expect(await tellTales()).toEqual(addresses.slice(0, 3));
  await admin.patch(`/api/users/${firm.manager.userId}`, { role: 'manager' });
  await asRole('hidden');
  expect(await tellTales()).toEqual([]);
  const { items } = (await firm.manager.get<{ items: Product[] }>('/api/products')).body;
  expect(items).toMatchObject([{ name: 'Oak', price: '' }]);
});

it('[ACC-1] a price that is held back is set by nobody who may not; everything else of a product is', async () => {
  for (const right of ['hidden', 'read-only'] as const) {
    await asRole(right, { name: `Writes ${right}` });
    const path = `/api/products/${product.id}`;
    expect(errorOf(await firm.manager.patch(path, { price: '1' }))).toEqual([403, 'access.field_held_back', ['price']]);
    const fresh = { groupId: product.groupId, name: 'Elm', price: '1' };
    expect(errorOf(await firm.manager.post('/api/products', fresh))).toEqual([
      403,
      'access.field_held_back',
      ['price'],
    ]);
    const renamed = await firm.manager.patch<Product>(path, { name: `Oak ${right}` });
    expect([renamed.status, renamed.body.price]).toEqual([200, right === 'hidden' ? '' : '8642098.00']);
  }
  await asRole(null);
  expect((await admin.get<{ items: Product[] }>('/api/products')).body.items).toMatchObject([
    { name: 'Oak read-only', price: '8642098.00' },
  ]);
});

it('[ACC-1] whoever sees neither the catalogue’s prices nor the money of deals sells all the same, and learns no price', async () => {
  await asRole('hidden', { name: 'Sells blind' });
  const roles = (await admin.get<{ items: OwnRole[] }>('/api/roles')).body.items;
  const blind = roles.find(({ name }) => name === 'Sells blind')!;
  await admin.patch(`/api/roles/${blind.id}`, { fields: { product: { price: 'hidden' }, deal: { money: 'hidden' } } });
  const deal = (await firm.manager.post<Deal>('/api/deals', { title: 'Planks' })).body;
  const lines = { offered: [{ productId: product.id, quantity: '2' }], sold: [] };
  const put = await firm.manager.request<DealLines>('PUT', `/api/deals/${deal.id}/lines`, lines);
  expect(put.status, JSON.stringify(put.body)).toBe(200);
  expect(JSON.stringify(put.body)).not.toMatch(/864209|1728419/);
  const { offered } = (await admin.get<DealLines>(`/api/deals/${deal.id}/lines`)).body;
  expect(offered).toMatchObject([{ price: '8642098.00', quantity: '2' }]);
  await asRole(null);
});
