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

it('[API-1] leads that are given, merges, hand-overs and deleted tasks are told to who may read of them', async () => {
  receiver.received = [];
  const events = ['lead.given', 'contact.merged', 'hand-over.done', 'hand-over.undone', 'task.deleted'];
  const made = [await hook('manager', events), await hook('operator', events)];
  const [first, second, lead] = await Promise.all(
    ['Stays', 'Goes in', 'Given'].map((name) => key.post<Contact>('/api/contacts', { name, ownerId: 'agt_anna' })),
  );
  const settings = (await key.get<{ leads: object }>('/api/settings')).body.leads;
  await key.patch('/api/settings', { leads: { ...settings, takers: { agentIds: ['agt_boris'], teamIds: [] } } });
  await key.post('/api/leads/distribute', { contactIds: [lead?.body.id] });
  await key.post(`/api/contacts/${first?.body.id}/merge`, { otherIds: [second?.body.id] });
  const handed = await key.post<{ actionId: string }>('/api/hand-overs', {
    fromAgentId: 'agt_anna',
    to: { agentIds: ['agt_clara'] },
    what: ['contacts'],
    only: { contactIds: [first?.body.id] },
  });
  await key.post(`/api/reversible-actions/${handed.body.actionId}/undo`);
  const task = await key.post<{ id: string }>('/api/tasks', { title: 'Soon gone', agentId: 'agt_anna' });
  await key.delete(`/api/tasks/${task.body.id}`);
  await send();
  // The web-hooks made above hear of what happens beside it.
  const heard = told().filter(({ type }) => events.includes(type));
  const byType = new Map(heard.map((message) => [message.type, message.data as Record<string, unknown>]));
  expect([...byType.keys()].sort()).toEqual([...events].sort());
  // Each once: an operator's web-hook reads nobody's records only, and no hand-overs.
  expect(heard).toHaveLength(byType.size);
  const agent = (name: string) => expect.objectContaining({ name });
  expect(byType.get('lead.given')).toMatchObject({
    lead: { contact: { name: 'Given' }, owner: { name: 'Boris' }, from: { name: 'Anna' }, why: 'asked' },
  });
  expect(byType.get('contact.merged')).toMatchObject({ contact: { id: first?.body.id }, mergedIds: [second?.body.id] });
  expect(byType.get('hand-over.done')).toMatchObject({
    handOver: {
      id: handed.body.actionId,
      summary: { from: agent('Anna'), to: [agent('Clara')], counts: { contacts: 1 } },
    },
  });
  expect(byType.get('task.deleted')).toEqual({ task: { id: task.body.id } });
  for (const { body } of made) await key.delete(`/api/webhooks/${body.id}`);
});

it('[API-1] a deal is told with its further people and managers, but without the clients of colleagues', async () => {
  receiver.received = [];
  const events = ['deal.created', 'deal.changed'];
  const made = [await hook('manager', events), await hook('operator', events)];
  const [main, chemist, secret] = await Promise.all(
    ['Main', 'Chemist', 'Secret of Anna'].map((name, index) =>
      key.post<Contact>('/api/contacts', { name, ownerId: index === 2 ? 'agt_anna' : null }),
    ),
  );
  const deal = await key.post<{ id: string; version: number }>('/api/deals', {
    title: 'Lacquer',
    contactId: main?.body.id,
    contacts: [
      { contactId: chemist?.body.id, role: 'Chooses' },
      { contactId: secret?.body.id, role: 'Signs' },
    ],
  });
  await send();
  const dealsOf = (type: string) =>
    told()
      .filter((message) => message.type === type)
      .map(({ data }) => data.deal as unknown as Record<string, unknown>);
  const chosen = { contactId: chemist?.body.id, name: 'Chemist', role: 'Chooses' };
  const signs = { contactId: secret?.body.id, name: 'Secret of Anna', role: 'Signs' };
  const created = dealsOf('deal.created');
  expect(created).toHaveLength(2);
  expect(created.find(({ contacts }) => (contacts as unknown[]).length === 2)).toMatchObject({
    id: deal.body.id,
    contacts: [chosen, signs],
  });
  // An operator's web-hook reads what is nobody's, and of Anna's client neither name nor id.
  const ofOperator = created.find(({ contacts }) => (contacts as unknown[]).length !== 2);
  expect(ofOperator).toMatchObject({ id: deal.body.id, contacts: [chosen] });
  expect(JSON.stringify(ofOperator)).not.toContain('Secret of Anna');
  expect(JSON.stringify(ofOperator)).not.toContain(secret?.body.id);

  await key.patch(`/api/deals/${deal.body.id}`, {
    contacts: [{ contactId: secret?.body.id, role: 'Pays' }],
    managers: [{ agentId: 'agt_boris', role: 'Engineer' }],
  });
  await send();
  // A deal that a colleague takes part in is nobody's no more.
  expect(dealsOf('deal.changed')).toEqual([
    expect.objectContaining({
      contacts: [{ ...signs, role: 'Pays' }],
      managers: [{ agent: expect.objectContaining({ id: 'agt_boris', name: 'Boris' }), role: 'Engineer' }],
    }),
  ]);
  for (const { body } of made) await key.delete(`/api/webhooks/${body.id}`);
});
