/** Who takes part beside the first one: further people and managers of a deal, further organisations of a person. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { Board, Deal } from '../../contract/deals.contract.ts';
import type { StoredFileInfo } from '../../contract/files.contract.ts';
import type { Task } from '../../contract/tasks.contract.ts';
import { openDealsOf } from './list-deals.usecases.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

type Items = {
  items: { id: string; kind?: string; text?: string; deal?: Deal; task?: Task; file?: StoredFileInfo }[];
};
const make = async <T>(path: string, body: object): Promise<T> => {
  const made = await firm.admin.post<T>(path, body);
  expect(made.status).toBe(201);
  return made.body;
};
const read = async (path: string) => (await firm.admin.get<Items>(path)).body.items;
const addFile = async (recordKind: string, recordId: string) => {
  const query = new URLSearchParams({ recordKind, recordId, name: 'plan.txt' });
  const reply = await fetch(`${server.url}/api/files?${query}`, {
    method: 'POST',
    headers: { ...firm.maria.headers, 'content-type': 'text/plain' },
    body: 'a plan',
  });
  expect(reply.status).toBe(201);
  return (await reply.json()) as StoredFileInfo;
};
const idsOf = async (path: string) => (await read(path)).map(({ id }) => id);

it('[DEAL-1] a deal is found by each of its people and stands on the time-line of each', async () => {
  const main = await make<Contact>('/api/contacts', { name: 'Main' });
  const beside = await make<Contact>('/api/contacts', { name: 'Beside' });
  const deal = await make<Deal>('/api/deals', {
    title: 'Shared',
    contactId: main.id,
    contacts: [{ contactId: beside.id, role: 'pays' }],
  });
  for (const { id } of [main, beside]) {
    expect(await idsOf(`/api/deals?contactId=${id}`)).toEqual([deal.id]);
    const told = (await read(`/api/contacts/${id}/timeline`)).flatMap((item) => item.deal?.id ?? []);
    expect(told).toEqual([deal.id]);
    // The card of a call.
    expect((await openDealsOf(server.db.sql, id)).map((open) => open.deal.id)).toEqual([deal.id]);
  }
  const [fact] = await server.db.sql<{ payload: { contactIds: string[] } }[]>`
    select payload from outbox_facts where type = 'deal.created' and subject = ${deal.id}`;
  expect(fact?.payload.contactIds).toEqual([main.id, beside.id]);
});

it('[CRM-6] a merge of somebody who only takes part tells of the deal, either way', async () => {
  const main = await make<Contact>('/api/contacts', { name: 'Leads it' });
  const [one, other] = [
    await make<Contact>('/api/contacts', { name: 'Helps' }),
    await make<Contact>('/api/contacts', { name: 'Helps too' }),
  ];
  const contacts = [{ contactId: other.id, role: 'pays' }];
  const deal = await make<Deal>('/api/deals', { title: 'Told', contactId: main.id, contacts });
  const shown = async () => (await firm.admin.get<Deal>(`/api/deals/${deal.id}`)).body;
  const told = async () => {
    const facts = await server.db.sql<{ payload: { version: number; changed: string[] } }[]>`
      select payload from outbox_facts where type = 'deal.changed' and subject = ${deal.id} order by sequence`;
    return facts.map(({ payload }) => [payload.version, payload.changed]);
  };
  const merged = await firm.admin.post<{ actionId: string }>(`/api/contacts/${one.id}/merge`, { otherIds: [other.id] });
  expect((await shown()).contacts).toMatchObject([{ contactId: one.id, role: 'pays' }]);
  expect(await told()).toEqual([[2, ['contacts']]]);
  await firm.admin.post(`/api/reversible-actions/${merged.body.actionId}/undo`);
  expect((await shown()).contacts).toMatchObject([{ contactId: other.id, role: 'pays' }]);
  expect((await told()).at(-1)).toEqual([3, ['contacts']]);
});

it('[DEAL-1] list, board and column are asked for what an agent owns or manages beside the owner', async () => {
  const [owner, manager] = [firm.anna.agent.id, firm.boris.agent.id];
  const deal = await make<Deal>('/api/deals', {
    title: 'Two managers',
    ownerId: owner,
    managers: [{ agentId: manager, role: 'technician' }],
  });
  for (const id of [owner, manager]) {
    expect(await idsOf(`/api/deals?agentId=${id}`)).toContain(deal.id);
    const board = (await firm.admin.get<Board>(`/api/deals/board?agentId=${id}`)).body;
    const column = board.columns.find(({ stageId }) => stageId === deal.stageId);
    expect(column).toMatchObject({ count: 1, items: [{ id: deal.id }] });
    expect(await idsOf(`/api/deals/column?stageId=${deal.stageId}&agentId=${id}`)).toEqual([deal.id]);
  }
  expect(await idsOf(`/api/deals?ownerId=${manager}`)).not.toContain(deal.id);
});

it('[CRM-1] people are listed by a further organisation as by their first', async () => {
  const first = await make<Organisation>('/api/organisations', { name: 'First Ltd' });
  const further = await make<Organisation>('/api/organisations', { name: 'Further Ltd' });
  const person = await make<Contact>('/api/contacts', {
    name: 'Of two firms',
    organisationId: first.id,
    otherRoles: [{ organisationId: further.id, role: 'adviser' }],
  });
  for (const { id } of [first, further]) expect(await idsOf(`/api/contacts?organisationId=${id}`)).toEqual([person.id]);
});

it('[CRM-5] the time-line of an organisation has its deals, its own tasks and its files', async () => {
  const made = await make<Organisation>('/api/organisations', { name: 'Whole Ltd' });
  const deal = await make<Deal>('/api/deals', { title: 'Of the firm', organisationId: made.id });
  const task = await make<Task>('/api/tasks', { title: 'Without a person', organisationId: made.id });
  const file = await addFile('organisation', made.id);
  const told = await read(`/api/organisations/${made.id}/timeline`);
  expect(told.flatMap(({ text }) => text ?? []).filter((text) => /because|dealId/.test(text))).toEqual([]);
  expect(told.flatMap((item) => item.deal?.id ?? item.task?.id ?? item.file?.id ?? [])).toEqual(
    expect.arrayContaining([deal.id, task.id, file.id]),
  );
  expect(told.filter(({ text }) => text?.startsWith('file.'))).toEqual([]);
});

it('[CRM-5] files of a person are told as files, and a new one reaches consoles that show the person', async () => {
  const person = await make<Contact>('/api/contacts', { name: 'With a file' });
  const live = await firm.maria.live();
  const file = await addFile('contact', person.id);
  await live.event(({ event }) => event.name === 'contact.changed' && event.payload.contactId === person.id);
  live.close();
  const told = await read(`/api/contacts/${person.id}/timeline`);
  expect(told.flatMap((item) => item.file?.id ?? [])).toEqual([file.id]);
  expect(told.filter(({ text }) => text?.startsWith('file.'))).toEqual([]);
});

it('[CRM-7] a deal and an organisation say from whom to whom they were handed over', async () => {
  const [from, to] = [firm.anna.agent, firm.boris.agent];
  const made = await make<Organisation>('/api/organisations', { name: 'Handed Ltd', ownerId: from.id });
  const deal = await make<Deal>('/api/deals', { title: 'Handed', ownerId: from.id });
  await make('/api/hand-overs', {
    fromAgentId: from.id,
    to: { agentIds: [to.id] },
    what: ['organisations', 'deals'],
  });
  const line = (kind: string) => `${kind}.handed-over: ${from.name}, ${to.name}`;
  const textsOf = async (path: string) => (await read(path)).flatMap(({ text }) => text ?? []);
  expect(await textsOf(`/api/organisations/${made.id}/timeline`)).toContain(line('organisation'));
  expect(await textsOf(`/api/deals/${deal.id}/timeline`)).toContain(line('deal'));
});
