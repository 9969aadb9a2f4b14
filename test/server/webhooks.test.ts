/** Web-hooks on a whole server: every event is told, and only to who may read the record. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { webhookSources } from '../../server/app/webhook-sources.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { webhookEvents } from '../../server/contract/webhooks.contract.ts';
import { sendDue } from '../../server/modules/webhooks/send-deliveries.usecases.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let key: TestClient;
let receiver: Receiver;
beforeAll(async () => {
  server = await startTestServer({ config: { webhookNetworks: ['127.0.0.1'] } });
  firm = await foundFirm(server);
  key = await server.keyOf('administrator');
  receiver = await startReceiver();
});
afterAll(async () => {
  await receiver.close();
  await server.close();
});

const send = async () => {
  await server.idle();
  await sendDue(server.app.webhooks, async () => undefined, new AbortController().signal);
};
const told = () =>
  receiver.received.map(({ body }) => JSON.parse(body) as { type: string; data: Record<string, Contact> });
const hook = (role: string, events: readonly string[]) =>
  key.post<{ id: string; secret: string; error: { code: string } }>('/api/webhooks', {
    name: role,
    url: receiver.url,
    events,
    role,
  });

it('[API-1] every event that can be subscribed to has a source', () => {
  const told = webhookSources(server.app).flatMap(({ events }) => events);
  expect([...told].sort()).toEqual([...webhookEvents].sort());
});

it('[API-1] a web-hook of an operator is told of nobody’s clients, one of a manager of all', async () => {
  const made = await hook('operator', ['contact.created', 'contact.deleted']);
  expect(made.body.secret).toMatch(/^whsec_/);
  const annas = await firm.anna.post<Contact>('/api/contacts', { name: 'Of Anna', ownerId: 'agt_anna' });
  const nobodys = await key.post<Contact>('/api/contacts', { name: 'Nobody’s' });
  await key.delete(`/api/contacts/${annas.body.id}`);
  await send();
  expect(told().map(({ data }) => data.contact?.name)).toEqual(['Nobody’s']);
  receiver.received = [];
  await hook('manager', ['contact.changed', 'contact.deleted']);
  await key.patch(`/api/contacts/${nobodys.body.id}`, { name: 'Changed' });
  await key.delete(`/api/contacts/${nobodys.body.id}`);
  await send();
  expect(told().at(-1)).toMatchObject({ type: 'contact.deleted', data: { contact: { id: nobodys.body.id } } });
});

it('[API-1] a task is told without the client of a colleague', async () => {
  receiver.received = [];
  await hook('operator', ['task.changed']);
  const client = await firm.anna.post<Contact>('/api/contacts', { name: 'Secret', ownerId: 'agt_anna' });
  await key.post('/api/tasks', { title: 'Ring back', contactId: client.body.id, agentId: null });
  await send();
  expect(told()).toMatchObject([{ type: 'task.changed', data: { task: { title: 'Ring back', contactId: null } } }]);
});

it('[API-1] an address that cannot be one is refused in words, a private one when it is sent', async () => {
  const bad = await key.post<{ error: { code: string } }>('/api/webhooks', {
    name: 'x',
    url: 'https://user:pass@example.com',
    events: ['task.changed'],
  });
  expect([bad.status, bad.body.error.code]).toEqual([422, 'webhooks.invalid_url']);
  const { body } = await key.post<{ id: string }>('/api/webhooks', {
    name: 'Metadata',
    url: 'http://169.254.169.254/latest/meta-data',
    events: ['task.changed'],
  });
  const test = await key.post<{ log: { because: string }[] }>(`/api/webhooks/${body.id}/test`);
  expect(test.body.log[0]?.because).toBe('forbidden-address');
});
