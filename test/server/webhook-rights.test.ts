/** [API-1] [ACC-1] A web-hook hears what its role may see, and nobody reads in its log, or has sent to them, more than they may. */
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import type { OwnRole, Role } from '../../server/contract/access.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import type { Deal } from '../../server/contract/deals.contract.ts';
import type { Webhook, WebhookDelivery, WebhookDeliveryDetail } from '../../server/contract/webhooks.contract.ts';
import { sendDue } from '../../server/modules/webhooks/send-deliveries.usecases.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let admin: TestClient;
let receiver: Receiver;
let partner: OwnRole;
beforeAll(async () => {
  server = await startTestServer({ config: { webhookNetworks: ['127.0.0.1'] } });
  await foundFirm(server);
  admin = await server.signIn('administrator');
  receiver = await startReceiver();
  partner = await roleOf({
    name: 'Partner',
    base: 'manager',
    scopes: { 'numbers.see': 'none' },
    fields: { contact: { notes: 'hidden', owner: 'hidden' }, deal: { money: 'hidden' } },
  });
});
afterAll(async () => {
  await receiver?.close();
  await server?.close();
});
beforeEach(async () => {
  await server.db.sql`delete from webhooks`;
  receiver.received = [];
  receiver.status = 204;
});

const roleOf = async (body: object) => (await admin.post<OwnRole>('/api/roles', body)).body;
async function signInAs(base: Role, role: OwnRole): Promise<TestClient> {
  const clerk = await server.signIn(base);
  await admin.patch(`/api/users/${clerk.userId}`, { roleId: role.id });
  return clerk;
}
const send = async () => {
  await server.idle();
  await sendDue(server.app.webhooks, async () => undefined, new AbortController().signal);
};
const hook = (more: object = {}, by: TestClient = admin) =>
  by.post<Webhook & { error: { code: string } }>('/api/webhooks', {
    name: 'Partner',
    url: receiver.url,
    events: ['contact.created', 'contact.changed', 'contact.deleted', 'deal.created', 'deal.changed'],
    ...more,
  });
const told = () => receiver.received.map(({ body }) => JSON.parse(body) as { type: string; changed?: string[] });
const logOf = async (id: string, by: TestClient = admin) => {
  const { items } = (await by.get<{ items: WebhookDelivery[] }>(`/api/webhooks/${id}/deliveries`)).body;
  return Promise.all(
    items.map(async (one) => (await by.get<WebhookDeliveryDetail>(`/api/webhooks/${id}/deliveries/${one.id}`)).body),
  );
};
const digits = '9165557788';
const secrets = ['9165557788', '916 555-77-88', 'Fears dogs', '8123457', '8200001'];
const leaks = (value: unknown) => secrets.filter((secret) => JSON.stringify(value).includes(secret));

async function happen() {
  const person = { name: 'Ivan', notes: 'Fears dogs', phones: [{ raw: '+7 916 555-77-88' }], ownerId: 'agt_anna' };
  const ivan = (await admin.post<Contact>('/api/contacts', person)).body;
  const deal = (await admin.post<Deal>('/api/deals', { title: 'Boards', contactId: ivan.id, potential: '8123457' }))
    .body;
  await send();
  await admin.patch(`/api/contacts/${ivan.id}`, { notes: 'Fears dogs no more' });
  await admin.patch(`/api/contacts/${ivan.id}`, { notes: 'Fears dogs', role: 'Cook' });
  await admin.patch(`/api/deals/${deal.id}`, { potential: '8200001' });
  await send();
  return { ivan, deal };
}

it('[API-1] [ACC-1] has masked numbers, no private people and no hidden fields, the first time, again, and in the log', async () => {
  const { body: webhook, status } = await hook({ roleId: partner.id });
  expect(status, JSON.stringify(webhook)).toBe(201);
  expect(webhook).toMatchObject({ role: 'manager', roleId: partner.id });
  await happen();
  const mine = { name: 'Mistress', private: true, ownerId: 'agt_boris' };
  const hidden = (await admin.post<Contact>('/api/contacts', mine)).body;
  expect(hidden.private).toBe(true);
  await admin.patch(`/api/contacts/${hidden.id}`, { name: 'Mistress 2' });
  await admin.delete(`/api/contacts/${hidden.id}`);
  await send();
  // What changed of what it does not see is nothing it is told of.
  expect(told().map(({ type, changed }) => [type, changed])).toEqual([
    ['contact.created', undefined],
    ['deal.created', undefined],
    ['contact.changed', ['lifecycle']],
    ['contact.changed', ['role']],
  ]);
  const first = receiver.received.map(({ body }) => body).join();
  expect(leaks(first)).toEqual([]);
  expect(first).toContain('+7 9** *** ** 88');
  expect(first).not.toContain('Mistress');
  expect(first).not.toContain(hidden.id);
  const log = await logOf(webhook.id);
  expect(leaks(log)).toEqual([]);
  expect(JSON.stringify(log)).not.toContain('Mistress');
  expect(log.filter(({ state }) => state === 'dropped')).toHaveLength(5);
  for (const { id, state } of log)
    if (state === 'delivered') await admin.post(`/api/webhooks/${webhook.id}/deliveries/${id}/resend`);
  await send();
  expect(receiver.received.slice(4).map(({ body }) => body)).toEqual(
    expect.arrayContaining(receiver.received.slice(0, 4).map(({ body }) => body)),
  );
  expect(receiver.received).toHaveLength(8);
});

it('[API-1] [ACC-1] the same things are told to the role that sees them', async () => {
  await hook({ role: 'administrator' });
  await happen();
  expect(leaks(receiver.received.map(({ body }) => body))).toEqual(secrets);
  await admin.post('/api/contacts', { name: 'Mistress', private: true, ownerId: 'agt_boris' });
  await send();
  expect(receiver.received.at(-1)?.body).toContain('Mistress');
});

it('[API-1] [ACC-1] a field of the own that the role does not get is neither sent nor named, nor a reason to send', async () => {
  const role = await roleOf({ name: 'Knows no margin', base: 'manager' });
  const make = (key: string, roles: object) =>
    admin.post('/api/custom-fields', { record: 'contact', key, label: key, type: 'text', roles });
  await make('margin', { [role.id]: 'hidden' });
  await make('colour', {});
  await hook({ roleId: role.id, events: ['contact.changed'] });
  const { id } = (await admin.post<Contact>('/api/contacts', { name: 'Painter' })).body;
  await admin.patch(`/api/contacts/${id}`, { custom: { margin: 'Marginquill' } });
  await admin.patch(`/api/contacts/${id}`, { custom: { margin: 'Marginquill2', colour: 'blue' } });
  await send();
  expect(receiver.received).toHaveLength(1);
  expect(told()[0]).toMatchObject({
    changed: ['custom', 'custom.colour'],
    data: { contact: { custom: { colour: 'blue' } } },
  });
  expect(receiver.received[0]?.body).not.toContain('argin');
});

it('[API-1] [ACC-1] what was sent by wider rights is not sent again once the role is narrower', async () => {
  const role = await roleOf({ name: 'Narrowed later', base: 'manager', scopes: {} });
  const { body: webhook } = await hook({ roleId: role.id });
  await happen();
  expect(leaks(receiver.received.map(({ body }) => body))).toContain('8200001');
  await admin.patch(`/api/roles/${role.id}`, { scopes: partner.scopes, fields: partner.fields });
  receiver.received = [];
  for (const { id } of await logOf(webhook.id)) await admin.post(`/api/webhooks/${webhook.id}/deliveries/${id}/resend`);
  await send();
  expect(told().length).toBeGreaterThan(2);
  expect(leaks(receiver.received.map(({ body }) => body))).toEqual([]);
  expect(leaks(await logOf(webhook.id))).toEqual([]);
});

it('[API-1] [ACC-1] its log shows what was sent to who could have read it, and to nobody else', async () => {
  const { body: webhook } = await hook({ role: 'administrator', events: ['deal.created'] });
  await happen();
  const [sent] = await logOf(webhook.id);
  expect(sent).toMatchObject({ bodyHidden: false });
  expect(sent?.body).toContain('8123457');
  const keeper = await roleOf({
    name: 'Keeps hooks',
    base: 'administrator',
    scopes: {},
    fields: { deal: { money: 'hidden' } },
  });
  const clerk = await signInAs('administrator', keeper);
  const [shown] = await logOf(webhook.id, clerk);
  expect(shown).toMatchObject({ state: 'delivered', body: '', bodyHidden: true });
  expect(shown?.log.map(({ status, answer }) => [status, answer])).toEqual([[204, '']]);
});

it('[API-1] [ACC-1] nobody makes one that hears more than they may, nor turns such a one to another address', async () => {
  const keeper = await roleOf({
    name: 'Keeps hooks of managers',
    base: 'manager',
    scopes: { 'webhooks.manage': 'all' },
    fields: { deal: { money: 'hidden' } },
  });
  const clerk = await signInAs('manager', keeper);
  for (const role of ['administrator', 'manager'])
    expect((await hook({ role }, clerk)).body.error?.code, role).toBe('access.more_than_yours');
  expect((await hook({ roleId: partner.id }, clerk)).status).toBe(201);
  const { body: high } = await hook({ role: 'administrator' });
  const turned = await clerk.patch<{ error: { code: string } }>(`/api/webhooks/${high.id}`, { url: receiver.url });
  expect([turned.status, turned.body.error.code]).toEqual([403, 'access.more_than_yours']);
});

it('[API-1] [ACC-1] keeps its own role alive, and keeps it when only something else is changed', async () => {
  const { body: webhook } = await hook({ roleId: partner.id });
  expect((await admin.delete<{ error: { code: string } }>(`/api/roles/${partner.id}`)).body.error.code).toBe(
    'access.role_in_use',
  );
  const patch = async (change: object) => (await admin.patch<Webhook>(`/api/webhooks/${webhook.id}`, change)).body;
  expect(await patch({ name: 'Other' })).toMatchObject({ role: 'manager', roleId: partner.id });
  expect(await patch({ role: 'operator' })).toMatchObject({ role: 'operator', roleId: null });
  expect(await patch({ roleId: partner.id })).toMatchObject({ role: 'manager', roleId: partner.id });
  expect(await patch({ roleId: null })).toMatchObject({ role: 'manager', roleId: null });
});

it('[API-1] a person who was merged away meanwhile holds nothing up', async () => {
  const [one, two] = await Promise.all(
    ['Petr', 'Pyotr'].map(async (name) => (await admin.post<Contact>('/api/contacts', { name })).body),
  );
  const { body: webhook } = await hook({ role: 'administrator', events: ['contact.changed', 'contact.created'] });
  await admin.patch(`/api/contacts/${two!.id}`, { notes: digits });
  const merged = await admin.post(`/api/contacts/${one!.id}/merge`, { otherIds: [two!.id] });
  expect(merged.status, JSON.stringify(merged.body)).toBeLessThan(300);
  await admin.post('/api/contacts', { name: 'After' });
  await send();
  const states = (await logOf(webhook.id)).map(({ event, state }) => `${event} ${state}`);
  expect(states).toContain('contact.created delivered');
  expect(states).toContain('contact.changed dropped');
});
