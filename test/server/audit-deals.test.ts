/** [ACC-2] Old values of deals come back by the rules that deals are changed by. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AuditEvent, EventList } from '../../server/contract/audit.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { Pipeline } from '../../server/contract/pipelines.contract.ts';
import type { DealLines } from '../../server/contract/products.contract.ts';
import { type Firm, peopleOfFirm } from '../factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

interface Restored {
  entryId: string;
  fields: string[];
  error: { code: string; fields?: Record<string, string> };
}

async function create(body: object = {}, by: TestClient = firm.anna): Promise<Deal> {
  const reply = await by.post<Deal>('/api/deals', { title: 'Boards for the barn', ...body });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

const read = async (id: string) => (await firm.admin.get<Deal>(`/api/deals/${id}`)).body;
const stage = (id: string, stageId: string, more: object = {}, by: TestClient = firm.anna) =>
  by.post<Deal>(`/api/deals/${id}/stage`, { stageId, ...more });

/** The newest entry of that kind as this reader sees it. */
async function eventOf(by: TestClient, action: string, recordId: string): Promise<AuditEvent> {
  const { items } = (await by.get<EventList>('/api/audit/events?limit=200&kind=deal')).body;
  const found = items.find((event) => event.action === action && event.record.id === recordId);
  if (!found) throw new Error(`no event ${action} of ${recordId}`);
  return found;
}
const restore = (by: TestClient, id: string) => by.post<Restored>(`/api/audit/${id}/restore`);

/** Puts back the newest change of that kind and says how it went. */
async function putBack(action: string, dealId: string, by: TestClient = firm.sveta) {
  const { id } = await eventOf(by, action, dealId);
  const reply = await restore(by, id);
  return { status: reply.status, ...reply.body };
}

describe('old values of a deal', () => {
  it('[ACC-2] come back field by field, are told live and written down, and the way back leads forward again', async () => {
    await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'Colour', type: 'text' });
    await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'Wood', type: 'text' });
    const person = (await firm.anna.post<Contact>('/api/contacts', { name: 'Ivan' })).body;
    const managers = [{ agentId: firm.boris.agent.id, role: 'Engineer' }];
    const before = { potential: '1000.10', probability: 33, expectedClose: '2026-12-24', custom: { colour: 'oak' } };
    const deal = await create({ ...before, managers, contacts: [{ contactId: person.id, role: 'buyer' }] });
    const after = {
      title: 'Fence',
      potential: '5',
      probability: 90,
      expectedClose: null,
      ownerId: firm.boris.agent.id,
    };
    const more = { managers: [], contacts: [], custom: { colour: null, wood: 'ash' } };
    expect((await firm.anna.patch(`/api/deals/${deal.id}`, { ...after, ...more })).status).toBe(200);
    expect((await firm.maria.patch(`/api/deals/${deal.id}`, { mainInterest: 'newer' })).status).toBe(200);

    const { items } = (await firm.maria.get<EventList>('/api/audit/events?limit=200&kind=deal')).body;
    const change = items.find((event) => event.action === 'deal.changed' && event.after?.title === 'Fence');
    expect(change).toMatchObject({ canRestore: true, record: { kind: 'deal', title: 'Fence' } });
    const restored = await restore(firm.maria, change!.id);
    expect(restored.status, JSON.stringify(restored.body)).toBe(200);
    const { updatedAt: _at, version: _version, maxPotential: _max, ...old } = deal;
    const { updatedAt: _at2, version: _version2, maxPotential: _max2, ...now } = await read(deal.id);
    expect(now).toEqual({ ...old, mainInterest: 'newer' });
    const told = await server.db
      .sql`select type from outbox_facts where subject = ${deal.id} order by sequence desc limit 1`;
    expect(told[0]).toEqual({ type: 'deal.changed' });
    const written = await firm.admin.get<{ items: { action: string; userName: string }[] }>(
      `/api/audit?record=${deal.id}&action=deal.change-restored`,
    );
    expect(written.body.items).toMatchObject([{ userName: 'Maria' }]);
    expect((await restore(firm.maria, restored.body.entryId)).status).toBe(200);
    expect(await read(deal.id)).toMatchObject({ title: 'Fence', potential: '5.00', custom: { wood: 'ash' } });
  });

  it('[ACC-2] are refused where the same fields have changed since, by name, and nothing is changed then', async () => {
    const deal = await create({ potential: '10' });
    await firm.anna.patch(`/api/deals/${deal.id}`, { title: 'Two', potential: '20' });
    const { id } = await eventOf(firm.sveta, 'deal.changed', deal.id);
    await firm.anna.patch(`/api/deals/${deal.id}`, { potential: '30' });
    const refused = await restore(firm.sveta, id);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'audit.changed_since']);
    expect(Object.keys(refused.body.error.fields ?? {})).toEqual(['potential']);
    expect(await read(deal.id)).toMatchObject({ title: 'Two', potential: '30.00' });
  });

  it('[ACC-1] are for those alone who may change the deal; of others’ clients nothing is told', async () => {
    const secret = (await firm.boris.post<Contact>('/api/contacts', { name: 'Zoya', private: true })).body;
    const shared = { managers: [{ agentId: firm.anna.agent.id, role: '' }] };
    const deal = await create({ contactId: secret.id, ...shared }, firm.boris);
    await firm.boris.patch(`/api/deals/${deal.id}`, { contactId: null, title: 'Without her' });
    const { id } = await eventOf(firm.maria, 'deal.changed', deal.id);
    expect((await restore(firm.sveta, id)).status).toBe(404);
    const seen = JSON.stringify((await firm.maria.get('/api/audit/events?limit=200')).body);
    expect(seen).toContain('Without her');
    expect(seen).not.toMatch(new RegExp(`Zoya|${secret.id}`));
    const refused = await restore(firm.maria, id);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'audit.value_not_allowed']);
    expect(await read(deal.id)).toMatchObject({ title: 'Without her', contactId: null });
  });

  it('[ACC-2] [DEAL-4] the boss’s word on the class comes back for whoever may give it, and for nobody else', async () => {
    const deal = await create();
    const word = (adjustment: number, by: TestClient = firm.sveta) =>
      by.request('PUT', `/api/deals/${deal.id}/class-adjustment`, { adjustment });
    const adjustment = async () =>
      (await firm.admin.get<{ adjustment: number }>(`/api/deals/${deal.id}/score`)).body.adjustment;
    await word(1);
    await word(-1);
    const event = await eventOf(firm.sveta, 'deal.class-adjusted', deal.id);
    expect(event).toMatchObject({ canRestore: true, before: { adjustment: 1 }, after: { adjustment: -1 } });
    // An own role may read the events of the team and still have no word on classes.
    const reads = { name: 'Reader', base: 'supervisor', scopes: { 'deals.score': 'none' } };
    const role = await firm.admin.post<{ id: string }>('/api/roles', reads);
    expect(role.status, JSON.stringify(role.body)).toBe(201);
    const sveta = `/api/users/${firm.sveta.agent.userId}`;
    expect((await firm.admin.patch(sveta, { roleId: role.body.id })).status).toBe(200);
    expect((await restore(firm.sveta, event.id)).status).toBe(403);
    expect((await firm.admin.patch(sveta, { roleId: null })).status).toBe(200);
    expect(await adjustment()).toBe(-1);
    expect(await putBack('deal.class-adjusted', deal.id)).toMatchObject({ status: 200, fields: ['adjustment'] });
    expect(await adjustment()).toBe(1);
    // The way back is an entry like any other.
    expect(await putBack('deal.class-adjusted', deal.id)).toMatchObject({ status: 200 });
    expect(await adjustment()).toBe(-1);
    await word(0);
    const refused = await restore(firm.sveta, event.id);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'audit.changed_since']);
  });

  it('[ACC-2] come back after a deletion', async () => {
    const deal = await create();
    await firm.sveta.delete(`/api/deals/${deal.id}`);
    expect(await putBack('deal.deleted', deal.id)).toMatchObject({ status: 200, fields: ['deleted'] });
    expect((await read(deal.id)).title).toBe('Boards for the barn');
  });
});

describe('an old stage of a deal', () => {
  it('[ACC-2] comes back with the probability that was typed, and a lost deal with its reason', async () => {
    const { items } = (await firm.anna.get<{ items: { id: string; name: string }[] }>('/api/loss-reasons')).body;
    const deal = await create({ probability: 42 });
    await stage(deal.id, 'stg_lost', { lossReasonId: items[0]!.id, lossComment: 'too dear' });
    expect(await putBack('deal.moved', deal.id)).toMatchObject({ status: 200 });
    expect(await read(deal.id)).toMatchObject({ state: 'open', stageId: 'stg_new', probability: 42, lossReason: null });
    expect(await putBack('deal.moved', deal.id)).toMatchObject({ status: 200 });
    expect(await read(deal.id)).toMatchObject({
      state: 'lost',
      lossComment: 'too dear',
      lossReason: { id: items[0]!.id },
    });
  });

  it('[ACC-2] [DEAL-2] stays where a strict process would not go back, and the refusal says so', async () => {
    const stages = [
      { name: 'Need', probability: 20, requiredFields: [], tasks: [] },
      { name: 'Offer', probability: 50, requiredFields: ['mainInterest'], tasks: [] },
    ];
    const made = await firm.maria.post<Pipeline>('/api/pipelines', { name: 'By the book', mode: 'strict', stages });
    expect(made.status, JSON.stringify(made.body)).toBe(201);
    const [need, offer] = made.body.stages;
    const deal = await create({ pipelineId: made.body.id });
    expect((await stage(deal.id, offer!.id)).status).toBe(200);
    expect(await putBack('deal.moved', deal.id)).toMatchObject({ status: 409, error: { code: 'deals.goes_back' } });
    expect(await read(deal.id)).toMatchObject({ stageId: offer!.id });

    await firm.anna.patch(`/api/deals/${deal.id}`, { mode: 'manual' });
    expect(await putBack('deal.moved', deal.id)).toMatchObject({ status: 200 });
    expect(await read(deal.id)).toMatchObject({ stageId: need!.id });
    await stage(deal.id, offer!.id);
    const won = made.body.stages.find(({ kind }) => kind === 'won')!;
    await stage(deal.id, won.id);
    await stage(deal.id, offer!.id);
    await firm.anna.patch(`/api/deals/${deal.id}`, { mode: 'strict' });
    const missing = { code: 'deals.not_complete', fields: { 'field.mainInterest': 'must be filled' } };
    expect(await putBack('deal.moved', deal.id)).toMatchObject({ status: 409, error: missing });
    expect(await read(deal.id)).toMatchObject({ stageId: offer!.id, state: 'open' });
  });
});

describe('old lines of a deal', () => {
  it('[ACC-2] come back with their prices, and a discount only from somebody who may give it', async () => {
    const deal = await create();
    const path = `/api/deals/${deal.id}/lines`;
    const oak = { productId: null, name: 'Oak', quantity: '2', price: '100', discountPercent: '0' };
    const dear = { ...oak, name: 'Gift', discountPercent: '95' };
    const put = async (by: TestClient, offered: object[]) => {
      const reply = await by.request<DealLines>('PUT', path, { offered, sold: [] });
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    };
    await put(firm.maria, [oak, dear]);
    await put(firm.anna, [oak]);
    const { id } = await eventOf(firm.sveta, 'deal.lines-changed', deal.id);
    const refused = await restore(firm.sveta, id);
    expect([refused.status, refused.body.error.code]).toEqual([422, 'products.discount_too_large']);
    expect(await restore(firm.maria, id)).toMatchObject({ status: 200, body: { fields: ['offered'] } });
    const lines = (await firm.anna.get<DealLines>(path)).body;
    expect(lines.offered.map(({ name, price, discountPercent }) => [name, price, discountPercent])).toEqual([
      ['Oak', '100.00', '0'],
      ['Gift', '100.00', '95'],
    ]);
  });
});
