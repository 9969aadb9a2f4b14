/**
 * Every address of the API, asked by every role with requests made from the API's own description: right ones, nearly
 * right ones, hostile ones, and ids of records that are somebody else's. None breaks the server, every answer is one that
 * the description promises, and nobody's answer holds a record of a stranger.
 * FUZZ_RUNS requests for each address and role (default 4), FUZZ_SEED to repeat a run.
 */
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import type { Task } from '../../server/contract/tasks.contract.ts';
import { callFacts } from '../factories/call-facts.ts';
import { type ApiDescription, type Operation, operationsOf } from '../fuzz/api-description.ts';
import { type FuzzRequest, type Known, requestsOf } from '../fuzz/arbitrary-request.ts';
import { faultOf } from '../fuzz/check-answer.ts';
import { makeCampaigns } from '../fuzz/make-campaigns.ts';
import { makeLasting, makeMore } from '../fuzz/more-records.ts';
import { type Receiver, startReceiver } from '../receiver.ts';
import { type CallingFirm, openCallingFirm } from './missed-calls-firm.ts';
import { clientOf, type TestClient } from './test-server.ts';

const runs = Number(process.env.FUZZ_RUNS ?? 4);
const seed = Number(process.env.FUZZ_SEED ?? 20_261_126);
/** Stands in every text of the other team's records. */
const mark = 'Zxqvj';
const strangersNumber = '+79127770001';
const ownNumber = '+79127770002';

let firm: CallingFirm;
let receiver: Receiver;
let operations: Operation[];
let known: Known;
/** Operations that said yes to somebody: a fuzz that is refused at the door tests nothing. */
const reached = new Set<string>();
/** What must stay as it is: rows of the other team. */
const strangers = async () => firm.server.db.sql`
  select id, version from contacts where name like ${`${mark}%`}
  union all select id, version from organisations where name like ${`${mark}%`}
  union all select id, version from deals where title like ${`${mark}%`}
  union all select id, version from tasks where title like ${`${mark}%`} order by id`;

beforeAll(async () => {
  firm = await openCallingFirm();
  receiver = await startReceiver();
  const { server } = firm;
  // What deletes comes last, so that there is something to ask for before.
  operations = operationsOf((await server.anonymous.get<ApiDescription>('/api/openapi.json')).body).sort(
    (a, b) => Number(a.method === 'DELETE') - Number(b.method === 'DELETE'),
  );
  await firm.admin.post('/api/api-keys', { name: 'Spare', role: 'operator' });
  await makeLasting(firm.admin);
  await firm.admin.post('/api/directories', { directory: 'skill', label: 'French' });
});
afterAll(async () => {
  await receiver.close();
  await firm.close();
});

/** Fresh records of both teams, so that every client meets some that nobody has used up. */
async function fillFirm(asker: TestClient): Promise<void> {
  const { server, clara, anna } = firm;
  for (let n = 0; n < 3; n += 1) {
    await makeRecords(clara, `${mark} of care`, 'agt_clara', strangersNumber);
    await makeRecords(anna, 'Of sales', 'agt_anna', ownNumber);
  }
  await server.idle();
  await spoken(strangersNumber, 'PJSIP/103', clara, mark);
  await spoken(ownNumber, 'PJSIP/101', anna, 'Own');
  for (const number of ['+79127770003', '+79127770004', '+79127770005']) await firm.missed(number);
  const going = callFacts({ journal: firm.book, from: ownNumber, at: new Date().toISOString() });
  await firm.bridge.send([going.started(), going.ringing('PJSIP/101'), going.answered('PJSIP/101')]);
  const hook = await firm.admin.post<{ id: string }>('/api/webhooks', {
    name: 'Spare',
    url: receiver.url,
    events: ['task.changed'],
  });
  const delivery = await firm.admin.post<{ id: string }>(`/api/webhooks/${hook.body.id}/test`);
  await server.idle();
  for (const name of ['test.first', 'test.second'])
    await server.db
      .sql`select graphile_worker.add_job(${name}::text, max_attempts := 1, run_at := now() + interval '1 day')`;
  await server.db.sql`update graphile_worker._private_jobs set attempts = 1 where max_attempts = 1`;
  const pipelines = await firm.admin.get<{ items: { stages: { id: string }[] }[] }>('/api/pipelines');
  const more = await makeMore(firm.admin, asker, 'agt_anna');
  const campaigns = await makeCampaigns(server, firm.admin, { client: anna, agentId: 'agt_anna' });
  known = {
    ids: {
      ...campaigns,
      ...(await idsOfFirm()),
      ...more.ids,
      stages: pipelines.body.items.flatMap(({ stages }) => stages.map(({ id }) => id)),
      teams: ['team_sales', 'team_care'],
      queues: ['sales'],
      deliveries: [delivery.body.id],
    },
    deleted: more.deleted,
    sets: { ...more.sets, webhooks: [{ id: hook.body.id, deliveryId: delivery.body.id }] },
    numbers: [strangersNumber, ownNumber, '+79127770003', '0001', '101', '8 (912) 777-00-01'],
    url: receiver.url,
  };
}

async function makeRecords(by: TestClient, name: string, agentId: string, raw: string): Promise<void> {
  const organisation = await by.post<Organisation>('/api/organisations', { name, ownerId: agentId, notes: name });
  const contact = await by.post<Contact>('/api/contacts', {
    name,
    notes: name,
    ownerId: agentId,
    phones: [{ raw }],
    organisationId: organisation.body.id,
  });
  await by.post(`/api/contacts/${contact.body.id}/notes`, { text: name });
  const task = await by.post<Task>('/api/tasks', { title: name, agentId, contactId: contact.body.id });
  const deal = await by.post<{ id: string }>('/api/deals', {
    title: name,
    ownerId: agentId,
    contactId: contact.body.id,
  });
  expect([organisation, contact, task, deal].map(({ status }) => status)).toEqual([201, 201, 201, 201]);
}

/** A call that was answered at a telephone, with a note of whoever answered. */
async function spoken(from: string, device: string, by: TestClient, note: string): Promise<void> {
  const call = callFacts({ journal: firm.book, from, at: new Date(Date.now() - 600_000).toISOString() });
  const events = [call.started(), call.ringing(device), call.answered(device)];
  call.wait(20);
  await firm.bridge.send([...events, call.ended()]);
  await firm.server.idle();
  expect((await by.patch(`/api/calls/${call.callId}`, { note })).status).toBe(200);
}

const collections = [
  ...['contacts', 'organisations', 'deals', 'tasks', 'agents', 'calls', 'missed-calls', 'users', 'roles'],
  ...['pipelines', 'products', 'product-groups', 'loss-reasons', 'retry-ladders', 'calling-hours', 'dispositions'],
  ...['webhooks', 'api-keys', 'custom-fields', 'directories', 'web-forms', 'jobs'],
];
async function idsOfFirm(): Promise<Record<string, string[]>> {
  const lists = await Promise.all(
    collections.map(async (list) => {
      const { body } = await firm.admin.get<{ items: { id: string; name?: string }[] }>(`/api/${list}`);
      // The key of the test itself must go on working.
      return [
        list,
        body.items.filter(({ name }) => list !== 'api-keys' || name === 'Spare').map(({ id }) => id),
      ] as const;
    }),
  );
  return Object.fromEntries(lists);
}

/** Ends what the test itself lives on: who asks, and how. */
const leftOut = new Set(['DELETE /api/session', 'DELETE /api/sessions/{id}', 'POST /api/session']);

async function ask(client: TestClient, { method }: Operation, { path, body, contentType, headers }: FuzzRequest) {
  const answer = await fetch(`${firm.server.url}${path}`, {
    method,
    headers: { ...client.headers, ...headers, ...(body === undefined ? {} : { 'content-type': contentType }) },
    redirect: 'manual',
    ...(body === undefined ? {} : { body }),
  });
  return { status: answer.status, contentType: answer.headers.get('content-type'), text: await answer.text() };
}

/** Faults of every address for one client, as sentences that can be repeated by hand. */
let clients = 0;
async function fuzz(client: TestClient, isForeign: (text: string) => boolean): Promise<string[]> {
  clients += 1;
  const faults: string[] = [];
  for (const [index, operation] of operations.entries()) {
    const name = `${operation.method} ${operation.path}`;
    if (leftOut.has(name)) continue;
    const requests = fc.sample(requestsOf(operation, known), { numRuns: runs, seed: seed + index + 1_000 * clients });
    // What only reads can be asked at once: the answers are the same.
    const isReading = operation.method === 'GET';
    const asked = isReading ? await Promise.all(requests.map((one) => ask(client, operation, one))) : null;
    for (const [n, request] of requests.entries()) {
      const { path, body } = request;
      const { status, contentType, text } = asked?.[n] ?? (await ask(client, operation, request));
      if (status < 300) reached.add(name);
      const fault = faultOf(operation, { status, contentType, text });
      const sentence = `${operation.method} ${path.slice(0, 300)} ${body?.slice(0, 500) ?? ''}`;
      if (fault !== null) faults.push(`${sentence} → ${fault}`);
      // What the asker sent may come back; what they did not know may not.
      if (isForeign(text) && !isForeign(sentence))
        faults.push(`${sentence} → shows a stranger's record: ${text.slice(0, 500)}`);
    }
  }
  return [
    ...new Map(faults.map((fault) => [`${fault.split('→')[0]?.split('?')[0]}${fault.split('→')[1]}`, fault])).values(),
  ];
}

const showsStranger = (text: string) => text.includes(mark);

/** The same, and the other team's records are afterwards as they were. */
async function fuzzAsStranger(client: TestClient): Promise<string[]> {
  await fillFirm(client);
  const before = await strangers();
  expect(before.length).toBeGreaterThan(8);
  const faults = await fuzz(client, showsStranger);
  const after = new Map((await strangers()).map(({ id, version }) => [id, version]));
  for (const { id, version } of before) if (after.get(id) !== version) faults.push(`${id} was changed by a stranger`);
  return faults;
}
const nothing = () => false;

/** Thousands of requests, one after the other. */
describe(`the API, asked with seed ${seed}`, { timeout: 60_000 * runs }, () => {
  it('[API-1] [ACC-1] keeps its promises to an operator and shows and changes nothing of a stranger', async () => {
    expect(await fuzzAsStranger(firm.anna)).toEqual([]);
  });

  it('[API-1] [ACC-1] keeps its promises to a supervisor of another team', async () => {
    expect(await fuzzAsStranger(firm.leadOfSales)).toEqual([]);
  });

  it('[API-1] [ACC-1] keeps its promises to a program with the key of an operator', async () => {
    expect(await fuzzAsStranger(await firm.server.keyOf('operator'))).toEqual([]);
  });

  it('[API-1] keeps its promises to nobody', async () => {
    const nobody = clientOf(firm.server.url, {});
    await fillFirm(nobody);
    expect(await fuzz(nobody, showsStranger)).toEqual([]);
  });

  it('[API-1] keeps its promises to a manager', async () => {
    const manager = await firm.server.keyOf('manager');
    await fillFirm(manager);
    expect(await fuzz(manager, nothing)).toEqual([]);
  });

  it('[API-1] keeps its promises to an administrator', async () => {
    const administrator = await firm.server.keyOf('administrator');
    await fillFirm(administrator);
    expect(await fuzz(administrator, nothing)).toEqual([]);
  });

  it('[API-1] was let in nearly everywhere', () => {
    const shut = operations.map(({ method, path }) => `${method} ${path}`).filter((name) => !reached.has(name));
    expect(shut.length / operations.length, `never reached: ${shut.join(', ')}`).toBeLessThan(0.28);
  });

  it('[API-1] is well afterwards: nothing waits that failed', async () => {
    await firm.server.idle();
    const failing = await firm.server.db.sql`select listener, last_error from outbox_deliveries where attempts > 0`;
    expect([...failing]).toEqual([]);
    expect((await firm.server.anonymous.get('/healthz')).status).toBe(200);
  });
});
