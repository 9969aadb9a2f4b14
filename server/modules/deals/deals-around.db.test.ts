/** What hangs on deals: lines, files, calls, cards, live events. */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { callFacts, journal } from '../../../test/factories/call-facts.ts';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { connectBridge, type FakeBridge } from '../../../test/server/fake-bridge.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Call, CallCard } from '../../contract/calls.contract.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { Deal } from '../../contract/deals.contract.ts';
import { maxFileBytes, type StoredFileInfo } from '../../contract/files.contract.ts';
import type { DealLine, DealLines, Product, ProductGroup } from '../../contract/products.contract.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
const book = journal();
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

interface Refusal {
  error: { code: string; fields?: Record<string, string> };
}
const create = async (body: object = {}) => (await firm.anna.post<Deal>('/api/deals', { title: 'Barn', ...body })).body;

describe('[DEAL-1] products and lines', () => {
  let oak: Product;
  beforeAll(async () => {
    const group = (await firm.maria.post<ProductGroup>('/api/product-groups', { name: 'Boards' })).body;
    const body = { groupId: group.id, code: 'OAK', name: 'Oak board', unit: 'm', price: '100' };
    oak = (await firm.maria.post<Product>('/api/products', body)).body;
  });
  const put = (deal: Deal, body: object, by = firm.anna) =>
    by.request<DealLines & Refusal>('PUT', `/api/deals/${deal.id}/lines`, { offered: [], sold: [], ...body });

  /** A line as it is sent back: its sum is worked out by the server. */
  const asTyped = ({ total: _total, ...line }: DealLine) => line;

  it('the catalogue has two levels, each code once, and is changed by leaders', async () => {
    expect(oak).toMatchObject({ groupName: 'Boards', price: '100.00', active: true });
    const again = await firm.maria.post<Refusal>('/api/products', {
      groupId: oak.groupId,
      code: 'OAK',
      name: 'X',
      price: '1',
    });
    expect([again.status, again.body.error.code]).toEqual([409, 'products.code_taken']);
    expect((await firm.anna.post('/api/products', { groupId: oak.groupId, name: 'X', price: '1' })).status).toBe(403);
    const found = await firm.anna.get<{ items: Product[] }>('/api/products?q=oak');
    expect(found.body.items.map(({ id }) => id)).toEqual([oak.id]);
    for (let n = 0; n < 3; n++)
      await firm.maria.post('/api/products', { groupId: oak.groupId, name: `Pine ${n}`, price: '1' });
    const first = (await firm.anna.get<{ items: Product[]; nextCursor: string }>('/api/products?limit=2')).body;
    const rest = (await firm.anna.get<{ items: Product[] }>(`/api/products?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...rest.items].map(({ name }) => name)).toEqual([
      'Oak board',
      'Pine 0',
      'Pine 1',
      'Pine 2',
    ]);
  });

  it('what was offered is listed apart from what was sold, each with its sums', async () => {
    const deal = await create();
    const custom = { name: 'Delivery', price: '0.10', quantity: '3' };
    const offer = await put(deal, { offered: [{ productId: oak.id, quantity: '2', discountPercent: '5' }, custom] });
    expect(offer.body).toMatchObject({
      offered: [
        { name: 'Oak board', unit: 'm', price: '100.00', quantity: '2', total: '190.00' },
        { name: 'Delivery', total: '0.30' },
      ],
      sold: [],
      totals: { offered: { beforeDiscount: '200.30', discount: '10.00', total: '190.30' }, sold: { total: '0.00' } },
      version: 2,
    });
    const [line] = offer.body.offered;
    const again = offer.body.offered.map(asTyped);
    const sale = await put(deal, { offered: again, sold: [{ ...again[0], quantity: '1' }], version: 2 });
    expect(sale.body.offered.map(({ id }) => id)).toEqual(offer.body.offered.map(({ id }) => id));
    expect(sale.body.sold[0]?.id).not.toBe(line?.id);
    expect((await put(deal, { version: 2 })).status).toBe(409);
    expect((await put(deal, { offered: [{ productId: 'prd_none' }] })).status).toBe(422);
    expect((await put(deal, { offered: [{ name: 'X' }] })).status).toBe(422);
    expect((await put(deal, { offered: [{ productId: oak.id, quantity: '0.000' }] })).status).toBe(422);
  });

  it('a discount goes as far as the right of who gives it, a lower price counted in', async () => {
    const deal = await create();
    const line = (discountPercent: string, price = '100') => ({ productId: oak.id, discountPercent, price });
    expect((await put(deal, { offered: [line('5.01')] })).body.error).toMatchObject({
      code: 'products.discount_too_large',
      fields: { 'offered.0.discountPercent': 'must be 5 at most' },
    });
    expect((await put(deal, { offered: [line('0', '90')] })).status).toBe(422);
    expect((await put(deal, { offered: [line('16')] }, firm.sveta)).status).toBe(422);
    const given = await put(deal, { offered: [line('15')] }, firm.sveta);
    expect(given.body.maxDiscountPercent).toBe(15);
    const kept = await put(deal, { offered: [...given.body.offered.map(asTyped), line('5')] });
    expect(kept.status).toBe(200);
  });
});

describe('[DEAL-1] files', () => {
  const send = (deal: Deal, name: string, body: BodyInit, by = firm.anna) =>
    fetch(`${server.url}/api/files?recordKind=deal&recordId=${deal.id}&name=${encodeURIComponent(name)}`, {
      method: 'POST',
      headers: { ...by.headers, 'content-type': 'text/html' },
      body,
    });
  const get = (id: string, by = firm.anna) => fetch(`${server.url}/api/files/${id}/content`, { headers: by.headers });

  it('come back whole, to be saved and never shown, under a harmless name', async () => {
    const deal = await create();
    const reply = await send(deal, '../../Счёт.pdf', '%PDF-1.7 <script>');
    expect(reply.status).toBe(201);
    const file = (await reply.json()) as StoredFileInfo;
    expect(file).toMatchObject({ name: 'Счёт.pdf', contentType: 'application/pdf', bytes: 17 });
    const answer = await get(file.id);
    expect(await answer.text()).toBe('%PDF-1.7 <script>');
    const headers: Record<string, string> = {};
    answer.headers.forEach((value, key) => {
      headers[key] = value;
    });
    expect(headers).toMatchObject({
      'content-type': 'application/pdf',
      'content-disposition': expect.stringMatching(/^attachment; /),
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none'; sandbox",
      'cache-control': 'private, no-store',
    });
    const timeline = await firm.anna.get<{ items: object[] }>(`/api/deals/${deal.id}/timeline`);
    expect(timeline.body.items[0]).toMatchObject({ kind: 'file', file: { id: file.id } });
  });

  it('[ACC-1] follow the deal: for whoever may not see it they are not there', async () => {
    const deal = await create();
    const file = (await (await send(deal, 'a.txt', 'text')).json()) as StoredFileInfo;
    expect((await get(file.id, firm.boris)).status).toBe(404);
    expect((await send(deal, 'b.txt', 'text', firm.boris)).status).toBe(404);
    expect((await firm.boris.get(`/api/files?recordKind=deal&recordId=${deal.id}`)).status).toBe(404);
    expect((await firm.boris.delete(`/api/files/${file.id}`)).status).toBe(404);
    await firm.anna.delete(`/api/files/${file.id}`);
    expect((await get(file.id)).status).toBe(404);
    expect((await firm.anna.post(`/api/files/${file.id}/restore`)).status).toBe(200);
    expect((await get(file.id)).status).toBe(200);
  });

  it('that are too large or empty leave nothing behind', async () => {
    const deal = await create();
    const kept = () => {
      const folder = path.join(server.app.platform.config.dataDir, 'files', 'attachments');
      return existsSync(folder)
        ? readdirSync(folder, { recursive: true, withFileTypes: true }).filter((f) => f.isFile()).length
        : 0;
    };
    const before = kept();
    expect((await send(deal, 'empty.txt', '')).status).toBe(422);
    const large = await fetch(`${server.url}/api/files?recordKind=deal&recordId=${deal.id}&name=x`, {
      method: 'POST',
      headers: { ...firm.anna.headers },
      body: new Uint8Array(maxFileBytes + 1),
    });
    expect(large.status).toBe(413);
    expect(kept()).toBe(before);
    expect((await firm.anna.get<{ items: [] }>(`/api/files?recordKind=deal&recordId=${deal.id}`)).body.items).toEqual(
      [],
    );
  });
});

describe('[TEL-9] a deal made from a call', () => {
  it('is of its person, the call names it, the card shows it, and its time-line has the call', async () => {
    const phone = { raw: '+7 912 555-00-11' };
    const contact = (await firm.anna.post<Contact>('/api/contacts', { name: 'Caller', phones: [phone] })).body;
    const call = callFacts({ journal: book, from: '+79125550011' });
    await bridge.send([call.started(), call.ringing('PJSIP/101')]);
    expect((await firm.boris.post('/api/deals', { title: 'X', callId: call.callId })).status).toBe(422);
    const live = await firm.anna.live();
    const deal = await create({ title: 'From a call', callId: call.callId });
    expect(deal).toMatchObject({ contactId: contact.id, contactName: 'Caller', callIds: [call.callId] });
    expect((await firm.anna.get<Call>(`/api/calls/${call.callId}`)).body.dealIds).toEqual([deal.id]);
    const card = (await firm.anna.get<CallCard>(`/api/calls/${call.callId}/card`)).body;
    expect(card.openDeals).toMatchObject([{ id: deal.id, title: 'From a call', stageName: 'New' }]);
    await live.event(({ event }) => event.name === 'deal.changed' && event.payload.dealId === deal.id);
    await live.event(({ event }) => event.name === 'card.changed' && event.payload.card.openDeals.length === 1);
    await firm.anna.post(`/api/deals/${deal.id}/stage`, { stageId: 'stg_won' });
    await live.event(({ event }) => event.name === 'card.changed' && event.payload.card.openDeals.length === 0);
    live.close();
    const items = (await firm.anna.get<{ items: { kind: string }[] }>(`/api/deals/${deal.id}/timeline`)).body.items;
    expect(items.map(({ kind }) => kind).sort()).toEqual(['call', 'stage', 'stage']);
    const person = await firm.anna.get<{ items: { kind: string }[] }>(`/api/contacts/${contact.id}/timeline`);
    expect(person.body.items.some(({ kind }) => kind === 'deal')).toBe(true);
  });

  it('[TEL-2] the card shows open deals that its reader may see, and no others', async () => {
    const phone = { raw: '+7 912 555-00-22' };
    const contact = (await firm.anna.post<Contact>('/api/contacts', { name: 'Shared', phones: [phone], ownerId: null }))
      .body;
    const body = { title: 'Of the south', contactId: contact.id, ownerId: firm.boris.agent.id };
    expect((await firm.boris.post('/api/deals', body)).status).toBe(201);
    const mine = await create({ title: 'Of the north', contactId: contact.id });
    const call = callFacts({ journal: book, from: '+79125550022' });
    await bridge.send([call.started(), call.ringing('PJSIP/101')]);
    const card = (await firm.anna.get<CallCard>(`/api/calls/${call.callId}/card`)).body;
    expect(card.openDeals.map(({ id }) => id)).toEqual([mine.id]);
  });
});

describe('[DEAL-1] the time-line of a deal', () => {
  it('has notes, stages and changes, newest first, page by page', async () => {
    const deal = await create();
    await firm.anna.post(`/api/deals/${deal.id}/notes`, { text: 'Wants it by May' });
    await firm.anna.patch(`/api/deals/${deal.id}`, { potential: '10' });
    await firm.anna.post(`/api/deals/${deal.id}/stage`, { stageId: 'stg_need' });
    type Page = { items: { kind: string; at: string }[]; nextCursor: string | null };
    const all: Page['items'] = [];
    let cursor = '';
    do {
      const page: Page = (await firm.anna.get<Page>(`/api/deals/${deal.id}/timeline?limit=1${cursor}`)).body;
      all.push(...page.items);
      cursor = page.nextCursor ? `&cursor=${page.nextCursor}` : '';
    } while (cursor !== '');
    expect(all.map(({ kind }) => kind)).toEqual(['stage', 'change', 'note', 'stage']);
  });
});
