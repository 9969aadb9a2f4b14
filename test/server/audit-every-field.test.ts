/** [ACC-2] Each field that people can write: changed, put back out of the audit, and as it was before. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { EventList } from '../../server/contract/audit.contract.ts';
import { restorableFields } from '../../server/contract/restorable-fields.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { type Firm, peopleOfFirm } from '../factories/people-of-firm.ts';
import { saleScript } from '../factories/scripts.ts';
import { connectBridge } from './fake-bridge.ts';
import { startTestServer, type TestServer } from './test-server.ts';

type Json = Record<string, unknown>;

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

async function make(path: string, body: Json): Promise<string> {
  const reply = await firm.admin.post<{ id: string }>(path, body);
  expect([200, 201], JSON.stringify(reply.body)).toContain(reply.status);
  return reply.body.id;
}

const read = async (path: string): Promise<Json> => {
  const reply = await firm.admin.get<Json>(path);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};

const entryOf = async (record: string, action: string) => {
  const { body } = await firm.admin.get<{ items: { id: string }[] }>(
    `/api/audit?record=${encodeURIComponent(record)}&action=${action}&limit=1`,
  );
  return body.items[0]?.id ?? '';
};

/** What follows from what is said is no field of its own. */
const followers = new Set([
  'version',
  'updatedAt',
  'activity',
  'effectiveTimeZone',
  'stageSince',
  'stageTasks',
  'history',
]);
const withoutFollowers = (values: Json) =>
  Object.fromEntries(Object.entries(values).filter(([key]) => !followers.has(key)));

interface Walk {
  action: keyof typeof restorableFields;
  record: string;
  path: string;
  /** Each is made and taken back before the next one. */
  changes: Json[];
  send?: (patch: Json) => Promise<{ status: number; body: unknown }>;
  show?: () => Promise<Json>;
}

/** Changes and puts back, and says which keys were written on the way. */
async function walk({ action, record, path, changes, send, show = () => read(path) }: Walk): Promise<void> {
  for (const patch of changes) {
    const before = await show();
    const changed = await (send ?? ((body: Json) => firm.admin.patch<unknown>(path, body)))(patch);
    expect(changed.status, JSON.stringify([patch, changed.body])).toBe(200);
    expect(withoutFollowers(await show())).not.toEqual(withoutFollowers(before));
    const entry = await entryOf(record, action);
    const restored = await firm.admin.post(`/api/audit/${entry}/restore`);
    expect(restored.status, JSON.stringify([patch, restored.body])).toBe(200);
    expect(withoutFollowers(await show())).toEqual(withoutFollowers(before));
  }
  const table: Record<string, unknown> = restorableFields[action];
  const written = new Set(changes.flatMap((patch) => Object.keys(patch)));
  const restorable = Object.keys(table).filter((key) => typeof table[key] === 'string');
  expect([...written].sort()).toEqual(restorable.sort());
}

const sourceId = async () => {
  const { body } = await firm.admin.get<{ items: { id: string; directory: string }[] }>('/api/directories');
  return body.items.find(({ directory }) => directory === 'source')?.id;
};
const typeId = async () => {
  const { body } = await firm.admin.get<{ items: { id: string; directory: string }[] }>('/api/directories');
  return (
    body.items.find(({ directory }) => directory === 'deal-type')?.id ??
    make('/api/directories', { directory: 'deal-type', label: 'New building' })
  );
};
const ownField = (record: string) => make('/api/custom-fields', { record, label: 'Wood', key: 'wood', type: 'text' });

it('[ACC-2] of a person', async () => {
  await ownField('contact');
  const [first, second] = [
    await make('/api/organisations', { name: 'Vega' }),
    await make('/api/organisations', { name: 'Altair' }),
  ];
  const record = await make('/api/contacts', { name: 'Ivan', organisationId: first, custom: { wood: 'oak' } });
  const patch = {
    name: 'Ivan Petrov',
    role: 'Director',
    organisationId: second,
    otherRoles: [{ organisationId: first, role: 'Adviser' }],
    lifecycle: 'client',
    ownerId: firm.anna.agent.id,
    phones: [{ raw: '+7 916 300-20-11', kind: 'mobile' }],
    emails: ['ivan@vega.test'],
    addresses: [{ text: 'Lenina 1', city: 'Tver' }],
    notes: 'Prefers mornings',
    vip: true,
    birthday: '1980-05-17',
    mainNeed: 'A barn',
    satisfaction: 4,
    sourceId: await sourceId(),
    advertisingChannel: 'Radio',
    custom: { wood: 'elm' },
    timeZone: 'Asia/Omsk',
  };
  const path = `/api/contacts/${record}`;
  await walk({
    action: 'contact.changed',
    record,
    path,
    changes: [patch, { ownerId: firm.anna.agent.id, private: true }],
  });
});

it('[ACC-2] of an organisation', async () => {
  await ownField('organisation');
  const record = await make('/api/organisations', { name: 'Deneb' });
  const patch = {
    name: 'Deneb Ltd',
    parentId: await make('/api/organisations', { name: 'The holding' }),
    lifecycle: 'partner',
    phones: [{ raw: '+7 495 300-20-11' }],
    emails: ['info@deneb.test'],
    addresses: [{ text: 'Mira 2' }],
    website: 'deneb.test',
    sourceId: await sourceId(),
    custom: { wood: 'elm' },
    notes: 'Pays late',
    ownerId: firm.anna.agent.id,
    timeZone: 'Asia/Omsk',
  };
  await walk({ action: 'organisation.changed', record, path: `/api/organisations/${record}`, changes: [patch] });
});

it('[ACC-2] of a deal', async () => {
  await ownField('deal');
  const [person, other] = [
    await make('/api/contacts', { name: 'Olga' }),
    await make('/api/contacts', { name: 'Pavel' }),
  ];
  const firmOf = await make('/api/organisations', { name: 'Rigel' });
  const stages = [{ name: 'Begin', probability: 10, requiredFields: [], tasks: [] }];
  const pipelineId = await make('/api/pipelines', { name: 'Another', mode: 'manual', stages });
  const record = await make('/api/deals', { title: 'Barn', potential: '10' });
  const patch = {
    title: 'Big barn',
    contactId: person,
    organisationId: firmOf,
    ownerId: firm.anna.agent.id,
    managers: [{ agentId: firm.boris.agent.id, role: 'Engineer' }],
    contacts: [{ contactId: other, role: 'buyer' }],
    potential: '2500.50',
    typeId: await typeId(),
    partnerId: firmOf,
    probability: 55,
    expectedClose: '2027-01-31',
    mainInterest: 'Oak',
    sourceId: await sourceId(),
    advertisingChannel: 'Fair',
    custom: { wood: 'elm' },
  };
  const show = async () => {
    // The most it was ever worth is history.
    const { maxPotential: _maxPotential, ...deal } = await read(`/api/deals/${record}`);
    return deal;
  };
  const path = `/api/deals/${record}`;
  await walk({ action: 'deal.changed', record, path, show, changes: [patch, { mode: 'strict' }, { pipelineId }] });
});

it('[ACC-2] of a task, its text and its series too', async () => {
  await ownField('task');
  const person = await make('/api/contacts', { name: 'Rita' });
  const record = await make('/api/tasks', {
    title: 'Call',
    agentId: firm.anna.agent.id,
    description: 'About the barn',
  });
  const patch = {
    title: 'Write',
    description: 'About the roof\nand the doors',
    kind: 'letter',
    priority: 'high',
    startAt: '2027-02-01T08:00:00.000Z',
    dueAt: '2027-02-01T10:00:00.000Z',
    durationMinutes: 45,
    timeZone: 'Asia/Omsk',
    contactId: person,
    organisationId: await make('/api/organisations', { name: 'Mira' }),
    dealId: await make('/api/deals', { title: 'Roof' }),
    agentId: firm.boris.agent.id,
    reminders: [0, 30],
    recurrence: { every: 2, unit: 'week', weekdays: [1] },
    custom: { wood: 'elm' },
  };
  // A series that was begun keeps its name; it is not repeated any more.
  const show = async () => {
    const { seriesId: _seriesId, ...task } = await read(`/api/tasks/${record}`);
    return task;
  };
  const allDay = { dueAt: '2027-02-01T10:00:00.000Z', allDay: true };
  const path = `/api/tasks/${record}`;
  await walk({
    action: 'task.changed',
    record,
    path,
    show,
    changes: [patch, allDay, { done: true }, { verify: true }],
  });
});

it('[ACC-2] of what was said of a call', async () => {
  await ownField('call');
  const bridge = await connectBridge(server);
  const call = callFacts({ journal: journal(), from: '+79125550001' });
  await bridge.send([call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101'), call.ended()]);
  await server.idle();
  bridge.close();
  const { body } = await firm.admin.get<{ items: { id: string }[] }>('/api/dispositions');
  const patch = {
    dispositionId: body.items[0]?.id,
    note: 'Wants a barn',
    mainNeed: 'A barn',
    contactId: await make('/api/contacts', { name: 'Caller' }),
    custom: { wood: 'elm' },
    nextStep: { text: 'Send the offer', dueAt: '2027-02-01T10:00:00.000Z' },
  };
  const record = call.callId;
  const show = async () => {
    const { matchedBy: _matchedBy, candidates: _candidates, ...shown } = await read(`/api/calls/${record}`);
    return shown;
  };
  await walk({ action: 'call.worked', record, path: `/api/calls/${record}`, show, changes: [patch] });
});

it('[ACC-2] of the catalogue, a stage, a reason, a queue’s ladder and other things of the firm', async () => {
  const [one, other] = [
    await make('/api/product-groups', { name: 'One' }),
    await make('/api/product-groups', { name: 'Other' }),
  ];
  const product = await make('/api/products', { groupId: one, code: 'A1', name: 'Oak', unit: 'm', price: '10' });
  const listed = (path: string, id: string) => async () => {
    const { body } = await firm.admin.get<{ items: Json[] }>(path);
    return body.items.find((item) => item.id === id) ?? {};
  };
  await walk({
    action: 'product.changed',
    record: product,
    path: `/api/products/${product}`,
    show: listed('/api/products?active=all&limit=200', product),
    changes: [{ groupId: other, code: 'B2', name: 'Elm', unit: 'pc', price: '12.50', active: false }],
  });
  await walk({
    action: 'product-group.changed',
    record: one,
    path: `/api/product-groups/${one}`,
    show: listed('/api/product-groups', one),
    changes: [{ name: 'First', active: false, position: 7 }],
  });
  const body = { name: 'Steps', mode: 'manual', stages: [{ name: 'Need' }, { name: 'Offer' }] };
  const pipeline = await firm.admin.post<{ id: string; stages: { id: string }[] }>('/api/pipelines', body);
  const [need, offer] = pipeline.body.stages.map(({ id }) => id);
  const show = listed('/api/pipelines', pipeline.body.id);
  const path = `/api/pipelines/${pipeline.body.id}`;
  const patch = { name: 'Steps, anew', mode: 'strict', active: false, position: 9, stageOrder: [offer, need] };
  const tasks = [{ title: 'Measure', dueInHours: 4, required: true }];
  const stage = { name: 'Demand', colour: 'blue', probability: 35, requiredFields: ['mainInterest'], tasks };
  await walk({ action: 'pipeline.changed', record: pipeline.body.id, path, show, changes: [patch] });
  await walk({
    action: 'pipeline.stage-changed',
    record: pipeline.body.id,
    path,
    show,
    send: (given) => firm.admin.patch(`${path}/stages/${need}`, given),
    changes: [stage],
  });
  const script = await make('/api/scripts', saleScript);
  await walk({
    action: 'script.changed',
    record: script,
    path: `/api/scripts/${script}`,
    changes: [{ name: 'Sale, anew', steps: saleScript.steps.slice(1), objections: [] }],
  });
  const team = await make('/api/teams', { name: 'West' });
  await walk({
    action: 'team.changed',
    record: team,
    path: `/api/teams/${team}`,
    show: listed('/api/teams', team),
    changes: [{ name: 'Far west' }],
  });
  const role = await make('/api/roles', { name: 'Quiet', base: 'operator' });
  const rights = { scopes: { 'numbers.see': 'none' }, fields: { contact: { notes: 'hidden' } } };
  await walk({
    action: 'role.changed',
    record: role,
    path: `/api/roles/${role}`,
    show: listed('/api/roles', role),
    changes: [{ name: 'Quieter', ...rights }],
  });
});

it('[ACC-2] one by one, in words where it cannot be, and never what a reader may not see', async () => {
  const id = await make('/api/contacts', { name: 'Zina', notes: 'old', vip: false, phones: [{ raw: '+79163002099' }] });
  const directory = await make('/api/directories', { directory: 'source', label: 'Leaflet' });
  await firm.admin.patch(`/api/contacts/${id}`, { sourceId: directory });
  await firm.admin.patch(`/api/contacts/${id}`, { name: 'Zinaida', notes: 'new', phones: [], sourceId: null });
  const entry = await entryOf(id, 'contact.changed');
  const restore = (fields?: string[], by = firm.admin) =>
    by.post<{ fields: string[]; error: { code: string; fields: Json } }>(
      `/api/audit/${entry}/restore`,
      fields && { fields },
    );

  expect(await restore(['notes'])).toMatchObject({ status: 200, body: { fields: ['notes'] } });
  expect(await read(`/api/contacts/${id}`)).toMatchObject({ name: 'Zinaida', notes: 'old', phones: [] });

  await firm.admin.patch(`/api/directories/${directory}`, { active: false });
  const refused = await restore(['sourceId']);
  expect(refused).toMatchObject({ status: 409, body: { error: { code: 'audit.value_not_allowed' } } });
  expect(Object.keys(refused.body.error.fields)).toEqual(['sourceId']);

  const blind = { name: 'No numbers', base: 'supervisor', scopes: { 'numbers.see': 'none' } };
  const roleId = await make('/api/roles', blind);
  await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId });
  expect(await restore(['phones'], firm.sveta)).toMatchObject({ status: 403 });
  const { body } = await firm.sveta.get<{ items: { id: string; kind: string; change?: Json }[] }>(
    `/api/contacts/${id}/timeline?limit=50`,
  );
  const line = body.items.find((item) => item.id === entry);
  expect(line?.change).toMatchObject({ before: { name: 'Zina' }, after: { name: 'Zinaida' } });
  expect(line?.change?.restorable).toContain('name');
  expect(line?.change?.restorable).not.toContain('phones');
  expect(JSON.stringify(line)).not.toContain('3002099');
  // A line of the time-line, whoever made the change: Sveta leads nobody who did.
  expect(await restore(['name'], firm.sveta)).toMatchObject({ status: 200, body: { fields: ['name'] } });
  await firm.admin.patch(`/api/users/${firm.sveta.agent.userId}`, { roleId: null });

  await firm.admin.delete(`/api/contacts/${id}`);
  expect(await restore(['phones'])).toMatchObject({ status: 409, body: { error: { code: 'audit.record_gone' } } });
  const events = await firm.admin.get<EventList>('/api/audit/events?limit=200&kind=contact');
  const shown = events.body.items.find((event) => event.id === entry);
  expect(shown?.restorable.sort()).toEqual(['name', 'notes', 'phones', 'sourceId']);
  expect(shown?.names).toMatchObject({ [directory]: 'Leaflet' });
});
