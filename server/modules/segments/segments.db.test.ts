/** Filters, lists, counts and saved segments over HTTP, on a small firm. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestClient, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact, Organisation } from '../../contract/contacts.contract.ts';
import type { CustomField } from '../../contract/custom-fields.contract.ts';
import type { FieldDescription, Filter } from '../../contract/filters.contract.ts';
import type { Count, Segment } from '../../contract/segments.contract.ts';
import { systemClock } from '../../platform/clock/clock.ts';
import { indexCustomFields } from '../custom-fields/index-custom-fields.usecases.ts';

let server: TestServer;
let firm: Firm;
let budget: CustomField;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  const field = (body: object) => firm.admin.post<CustomField>('/api/custom-fields', body);
  budget = (await field({ record: 'contact', label: 'Budget', type: 'money' })).body;
  await field({ record: 'contact', label: 'Colours', type: 'choices', options: ['Red', 'Blue'] });
  await add({ name: 'Anna’s Oak', ownerId: firm.anna.agent.id, vip: true, custom: { budget: '1000' } });
  await add({
    name: 'Élodie Birch',
    emails: ['elodie@birch.example'],
    phones: [{ raw: '+33 6 12 34 56 78' }],
    custom: { budget: 250.5, colours: ['red'] },
    addresses: [{ text: '1 rue A', city: 'Lyon' }],
    birthday: '1980-02-29',
  });
  await add({ name: 'Boris’s Cedar', ownerId: firm.boris.agent.id, custom: { budget: '9999.99' } });
  await add({ name: 'Dmitri', phones: [{ raw: '8 (495) 111-22-33', doNotCall: true }], lifecycle: 'client' });
});
afterAll(() => server.close());

const add = async (body: object): Promise<Contact> => {
  const reply = await firm.admin.post<Contact>('/api/contacts', body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
};
const refusal = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;
interface List<T = Contact> {
  items: T[];
  nextCursor: string | null;
}
const search = (by: TestClient, body: object) => by.post<List>('/api/contacts/search', body);
const names = async (filter: Filter, by: TestClient = firm.maria) => {
  const reply = await search(by, { filter });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body.items.map(({ name }) => name);
};
const count = async (body: object, by: TestClient = firm.maria) =>
  (await by.post<Count>('/api/segments/count', { record: 'contact', ...body })).body;

describe('[CRM-4] the catalogue of fields', () => {
  it('names every field with what can be asked of it, the firm’s own included', async () => {
    const { items } = (await firm.anna.get<{ items: FieldDescription[] }>('/api/fields?record=contact')).body;
    const field = (key: string) => items.find((one) => one.key === key);
    expect(field('custom.budget')).toMatchObject({ type: 'money', group: 'custom', label: 'Budget', sortable: true });
    expect(field('custom.colours')?.options?.map(({ id }) => id)).toEqual(['red', 'blue']);
    expect(field('lifecycle')?.options?.map(({ id }) => id)).toContain('client');
    expect(field('calls.last')?.operators).toContain('not-in-last-days');
    expect(field('calls.dialled-number')).toMatchObject({ group: 'calls', label: null });
    expect(new Set(items.map(({ key }) => key)).size).toBe(items.length);
  });

  it('a field that was switched off is not offered, and saved filters go on using it', async () => {
    const made = (
      await firm.admin.post<CustomField>('/api/custom-fields', { record: 'organisation', label: 'Old', type: 'text' })
    ).body;
    await firm.admin.patch(`/api/custom-fields/${made.id}`, { active: false });
    const { items } = (await firm.anna.get<{ items: FieldDescription[] }>('/api/fields?record=organisation')).body;
    expect(items.map(({ key }) => key)).not.toContain('custom.old');
    const filter = { field: 'custom.old', is: 'not-empty' };
    expect((await firm.maria.post('/api/segments/count', { record: 'organisation', filter })).status).toBe(200);
  });
});

describe('[CRM-3] people are found by each field', () => {
  it.each<[string, Filter, string[]]>([
    ['part of a name, without accents', { field: 'name', is: 'contains', value: 'elodie' }, ['Élodie Birch']],
    ['an e-mail', { field: 'emails', is: 'begins', value: 'ELODIE@' }, ['Élodie Birch']],
    ['a country', { field: 'phone', is: 'country', value: ['FR'] }, ['Élodie Birch']],
    ['the beginning of a number, as it is typed at home', { field: 'phone', is: 'begins', value: '8 495' }, ['Dmitri']],
    ['a number in any form', { field: 'phone', is: 'is', value: '+7 495 1112233' }, ['Dmitri']],
    ['do not call', { field: 'do-not-call', is: 'is', value: true }, ['Dmitri']],
    ['a city', { field: 'city', is: 'is', value: 'lyon' }, ['Élodie Birch']],
    ['a life-cycle', { field: 'lifecycle', is: 'any-of', value: ['client'] }, ['Dmitri']],
    ['an amount', { field: 'custom.budget', is: 'more-than', value: '999.99' }, ['Anna’s Oak', 'Boris’s Cedar']],
    ['choices', { field: 'custom.colours', is: 'any-of', value: ['red', 'blue'] }, ['Élodie Birch']],
    ['an owner', { field: 'owner', is: 'empty' }, ['Dmitri', 'Élodie Birch']],
    [
      'groups',
      { any: [{ field: 'vip', is: 'is', value: true }, { not: { field: 'phone', is: 'empty' } }] },
      ['Anna’s Oak', 'Dmitri', 'Élodie Birch'],
    ],
  ])('by %s', async (_what, filter, found) => {
    expect(await names(filter)).toEqual(found);
    expect(await count({ filter })).toEqual({ count: found.length, isExact: true });
  });

  it('a birthday by its day, whatever the year', async () => {
    expect(await names({ field: 'birthday', is: 'anniversary-in-days', value: 366 })).toEqual(['Élodie Birch']);
  });
});

describe('[CRM-4] behaviour', () => {
  it('finds those not contacted for so many days, and those who never were', async () => {
    const [recent, old] = [await add({ name: 'Recent' }), await add({ name: 'Long ago' })];
    const ago = (days: number) => new Date(systemClock.now().getTime() - days * 86_400_000);
    await server.db.sql`update contacts set last_call_at = ${ago(3)}, attempt_count = 9 where id = ${recent.id}`;
    await server.db.sql`update contacts set last_call_at = ${ago(40)} where id = ${old.id}`;
    const rested = await names({ field: 'calls.last', is: 'not-in-last-days', value: 30 });
    expect(rested).toContain('Long ago');
    expect(rested).toContain('Dmitri');
    expect(rested).not.toContain('Recent');
    expect(await names({ field: 'calls.last', is: 'older-than-days', value: 30 })).toEqual(['Long ago']);
    expect(await names({ field: 'calls.attempts', is: 'more-than', value: 8 })).toEqual(['Recent']);
    for (const { id } of [recent, old]) await firm.admin.delete(`/api/contacts/${id}`);
  });

  it('finds those with an open task, and those whose task is overdue, as far as the reader sees tasks', async () => {
    const oak = (await search(firm.maria, { filter: { field: 'vip', is: 'is', value: true } })).body
      .items[0] as Contact;
    const dueAt = new Date(systemClock.now().getTime() - 3_600_000).toISOString();
    await firm.anna.post('/api/tasks', { title: 'Call', contactId: oak.id, dueAt });
    const overdue: Filter = { field: 'tasks.due', is: 'last-days', value: 1 };
    expect(await names(overdue)).toEqual(['Anna’s Oak']);
    expect(await names({ field: 'tasks.open', is: 'is', value: true })).toEqual(['Anna’s Oak']);
    expect(await names(overdue, firm.boris)).toEqual([]);
  });
});

describe('[CRM-4] pages in any order', () => {
  it('walk every record once, those without a value last, in both directions', async () => {
    for (const descending of [false, true]) {
      const seen: string[] = [];
      let cursor: string | undefined;
      do {
        const page: List = (await search(firm.maria, { sort: { by: 'custom.budget', descending }, limit: 1, cursor }))
          .body;
        seen.push(...page.items.map(({ name }) => name));
        cursor = page.nextCursor ?? undefined;
      } while (cursor);
      const byBudget = ['Élodie Birch', 'Anna’s Oak', 'Boris’s Cedar'];
      expect(seen).toEqual([...(descending ? byBudget.reverse() : byBudget), 'Dmitri']);
    }
  });

  it('refuse an order without an index, and a cursor of another order', async () => {
    const refused = refusal((await search(firm.maria, { sort: { by: 'notes' } })).body);
    expect(refused).toMatchObject({ code: 'filters.invalid', fields: { 'sort.by': expect.stringContaining('name') } });
    const { nextCursor } = (await search(firm.maria, { limit: 1 })).body;
    const other = await search(firm.maria, { sort: { by: 'created' }, limit: 1, cursor: nextCursor });
    expect(refusal(other.body).code).toBe('request.invalid_cursor');
  });
});

describe('[ACC-1] a filter shows no more than the reader may see', () => {
  it('lists and counts leave out the clients of other teams', async () => {
    const everybody: Filter = { all: [] };
    expect(await names(everybody, firm.anna)).toEqual(['Anna’s Oak', 'Dmitri', 'Élodie Birch']);
    expect((await count({ filter: everybody }, firm.anna)).count).toBe(3);
    expect((await count({ filter: everybody })).count).toBe(4);
    expect(await names({ field: 'custom.budget', is: 'equals', value: '9999.99' }, firm.anna)).toEqual([]);
  });

  it('a shared segment is each reader’s own, a private one does not exist for others', async () => {
    const body = { name: '  Rich  ones ', record: 'contact', filter: { field: 'custom.budget', is: 'not-empty' } };
    const shared = (await firm.maria.post<Segment>('/api/segments', { ...body, shared: 'everybody' })).body;
    expect(shared).toMatchObject({ name: 'Rich ones', mine: true, version: 1 });
    const list = async (by: TestClient) =>
      (await search(by, { segmentId: shared.id })).body.items.map(({ name }) => name);
    expect(await list(firm.boris)).toEqual(['Boris’s Cedar', 'Élodie Birch']);
    expect(await list(firm.anna)).toEqual(['Anna’s Oak', 'Élodie Birch']);
    const mine = (await firm.anna.post<Segment>('/api/segments', body)).body;
    for (const path of ['', '/restore']) {
      const reply =
        path === ''
          ? await firm.maria.get(`/api/segments/${mine.id}`)
          : await firm.maria.post(`/api/segments/${mine.id}${path}`);
      expect(reply.status).toBe(404);
    }
    expect((await search(firm.maria, { segmentId: mine.id })).status).toBe(404);
    const { items } = (await firm.maria.get<{ items: Segment[] }>('/api/segments?record=contact')).body;
    expect(items.map(({ id }) => id)).toEqual([shared.id]);
    expect((await firm.anna.patch(`/api/segments/${shared.id}`, { name: 'X' })).status).toBe(403);
    expect((await firm.admin.patch(`/api/segments/${shared.id}`, { name: 'Rich' })).status).toBe(200);
  });

  it('one shared with the team is seen by the team only', async () => {
    const body = { name: 'North', record: 'contact', filter: { all: [] }, shared: 'team' };
    const made = (await firm.anna.post<Segment>('/api/segments', body)).body;
    expect((await firm.sveta.get(`/api/segments/${made.id}`)).status).toBe(200);
    expect((await firm.boris.get(`/api/segments/${made.id}`)).status).toBe(404);
    expect((await firm.admin.get(`/api/segments/${made.id}`)).status).toBe(404);
  });
});

describe('[CRM-4] a segment', () => {
  it('is changed from the version that was read, deleted and taken back', async () => {
    const body = {
      name: 'Clients',
      record: 'contact',
      filter: { field: 'lifecycle', is: 'any-of', value: ['client'] },
    };
    const made = (await firm.anna.post<Segment>('/api/segments', body)).body;
    const path = `/api/segments/${made.id}`;
    const changed = (await firm.anna.patch<Segment>(path, { filter: { all: [] }, version: 1 })).body;
    expect(changed).toMatchObject({ name: 'Clients', filter: { all: [] }, version: 2 });
    expect(refusal((await firm.anna.patch(path, { name: 'X', version: 1 })).body).code).toBe('segments.stale');
    expect((await firm.anna.delete(path)).status).toBe(204);
    expect((await firm.anna.get(path)).status).toBe(404);
    expect((await firm.anna.post<Segment>(`${path}/restore`)).body.name).toBe('Clients');
    const audited = await server.db.sql<{ action: string }[]>`
      select action from audit_entries where record = ${made.id} order by at, id`;
    expect(audited.map(({ action }) => action)).toEqual([
      'segment.created',
      'segment.changed',
      'segment.deleted',
      'segment.restored',
    ]);
  });

  it('is not saved with a filter that cannot be used, and the refusal names the place', async () => {
    const filter = {
      all: [{ field: 'vip', is: 'is', value: true }, { any: [{ field: 'name', is: 'is', value: '' }] }],
    };
    const reply = await firm.anna.post('/api/segments', { name: 'X', record: 'contact', filter });
    expect(reply.status).toBe(422);
    expect(refusal(reply.body)).toMatchObject({
      code: 'filters.invalid',
      fields: { 'filter.all.1.any.0.value': 'must be text of 1 to 200 characters' },
    });
  });

  it('of people lists no organisations', async () => {
    const body = { name: 'All', record: 'contact', filter: { all: [] }, shared: 'everybody' };
    const made = (await firm.maria.post<Segment>('/api/segments', body)).body;
    const reply = await firm.maria.post('/api/organisations/search', { segmentId: made.id });
    expect(refusal(reply.body).code).toBe('segments.other_record');
  });
});

describe('[CRM-3] organisations are filtered alike', () => {
  it('by whether one of their people was called', async () => {
    const made = (await firm.admin.post<Organisation>('/api/organisations', { name: 'Oak Ltd' })).body;
    await firm.admin.post<Organisation>('/api/organisations', { name: 'Empty Ltd' });
    const person = await add({ name: 'Zoe', organisationId: made.id });
    await server.db.sql`update contacts set last_call_at = ${systemClock.now()} where id = ${person.id}`;
    const list = async (filter: Filter) =>
      (await firm.maria.post<List<Organisation>>('/api/organisations/search', { filter })).body.items.map(
        ({ name }) => name,
      );
    expect(await list({ field: 'calls.last', is: 'last-days', value: 1 })).toEqual(['Oak Ltd']);
    expect(await list({ field: 'calls.last', is: 'not-in-last-days', value: 1 })).toEqual(['Empty Ltd']);
    expect(await list({ field: 'has-people', is: 'is', value: false })).toEqual(['Empty Ltd']);
  });
});

describe('[CRM-3] a custom field gets its own index', () => {
  it('that filters and orders of lists then use', async () => {
    await server.idle();
    await indexCustomFields(server.db);
    expect(await indexCustomFields(server.db)).toEqual([]);
    const [index] = await server.db.sql<{ indisvalid: boolean }[]>`
      select indisvalid from pg_index where indexrelid = to_regclass(${`contacts_custom_${budget.key}`})`;
    expect(index).toEqual({ indisvalid: true });
    const plan = await server.db.transaction(async (tx) => {
      // Four people are read faster without any index.
      await tx`set local enable_seqscan = off`;
      await tx`set local enable_sort = off`;
      return tx.unsafe<{ 'QUERY PLAN': string }[]>(
        `explain select c.id from contacts c where c.deleted_at is null and custom_number(c.custom, 'budget') > 5
          order by custom_number(c.custom, 'budget'), c.id limit 10`,
      );
    });
    expect(plan.map((row) => row['QUERY PLAN']).join('\n')).toContain('contacts_custom_budget');
  });
});

describe('what belongs to somebody', () => {
  const make = async <T extends { id: string }>(path: string, body: object): Promise<T> => {
    const reply = await firm.admin.post<T>(path, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body;
  };
  const field = (record: string, body: object) => make<CustomField>('/api/custom-fields', { record, ...body });
  /** Found in the list and counted, which asks otherwise; who does not fit is found by the opposite. */
  const organisationsBy = async (filter: Filter) => {
    const listed = async (asked: Filter) =>
      (await firm.maria.post<List<Organisation>>('/api/organisations/search', { filter: asked })).body.items;
    const counted = async (asked: Filter, by: TestClient = firm.maria) =>
      (await count({ record: 'organisation', filter: asked }, by)).count;
    const found = await listed(filter);
    expect(await counted(filter)).toBe(found.length);
    // Whoever sees all records is told by the other table alone.
    expect(await counted(filter, firm.admin)).toBe(found.length);
    expect(await counted({ not: filter })).toBe((await listed({ not: filter })).length);
    return found.map(({ name }) => name);
  };
  const titles = async (list: 'deals' | 'tasks', body: object, by: TestClient = firm.maria) => {
    const reply = await by.post<List<{ title: string }>>(`/api/${list}/search`, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    return reply.body.items.map(({ title }) => title);
  };
  let main: Contact;
  let beside: Contact;
  let holding: Organisation;
  let client: Organisation;

  beforeAll(async () => {
    await field('deal', { label: 'Seats', type: 'number' });
    await field('deal', { label: 'Margin', type: 'money' });
    await field('deal', { label: 'Colour', type: 'choice', options: ['Red', 'Blue'] });
    await field('task', { label: 'Place', type: 'text' });
    await field('call', { label: 'Topic', type: 'choice', options: ['Price', 'Repair'] });
    await field('organisation', { label: 'Size', type: 'number' });
    client = await make('/api/organisations', { name: 'Client Ltd', lifecycle: 'client', custom: { size: 40 } });
    holding = await make('/api/organisations', { name: 'Holding', lifecycle: 'supplier' });
    main = await add({ name: 'Main person', organisationId: client.id });
    const otherRoles = [{ organisationId: holding.id, role: 'adviser' }];
    beside = await add({ name: 'Person beside', organisationId: client.id, otherRoles });
    const deal = (body: object) =>
      make('/api/deals', { contactId: main.id, organisationId: client.id, ownerId: null, ...body });
    const contacts = [{ contactId: beside.id }];
    await deal({ title: 'Open one', potential: '300', custom: { seats: 12, margin: '9', colour: 'red' }, contacts });
    await deal({ title: 'Open two', potential: '500', custom: { seats: 3, colour: 'blue' } });
    const lost = await deal({ title: 'Lost one', potential: '70' });
    const reason = { stageId: 'stg_lost', lossReasonId: 'lsr_price' };
    expect((await firm.admin.post(`/api/deals/${lost.id}/stage`, reason)).status).toBe(200);
    const won = await deal({ title: 'Won one', potential: '40', contacts });
    expect((await firm.admin.post(`/api/deals/${won.id}/stage`, { stageId: 'stg_won' })).status).toBe(200);
    const day = 86_400_000;
    const at = (days: number) => new Date(systemClock.now().getTime() + days * day).toISOString();
    const task = (body: object) => make('/api/tasks', { agentId: null, ...body });
    await task({ title: 'Late', kind: 'letter', contactId: main.id, dueAt: at(-1), custom: { place: 'Lyon' } });
    await task({ title: 'To come', kind: 'meeting', organisationId: holding.id, dueAt: at(5) });
    await server.db.sql`insert into queues (bridge_id, name, pbx, title) values ('b', '700', 'b', 'Repairs')`;
    const call = {
      bridge_id: 'b',
      pbx: 'b',
      journal_id: 'j',
      direction: 'inbound',
      state: 'ended',
      outcome: 'answered',
    };
    const times = { wait_seconds: 1, ring_seconds: 1, talk_seconds: 60, hold_seconds: 0, end_inferred: false };
    const more = { from_withheld: false, to_withheld: false, version: 1 };
    const rows = [
      { id: 'call_a', contact_id: beside.id, organisation_id: null, queue: '700', custom: { topic: 'repair' } },
      { id: 'call_b', contact_id: null, organisation_id: client.id, queue: null, custom: {}, outcome: 'no-answer' },
    ].map((row, n) => {
      const started_at = new Date(systemClock.now().getTime() - n * 60_000);
      return { ...call, ...times, ...more, ...row, sequence: n, recorded_at: started_at, started_at };
    });
    await server.db.sql`insert into calls ${server.db.sql(rows)}`;
  });

  it.each<[string, Filter, string[]]>([
    ['an open deal', { field: 'deals.open', is: 'is', value: true }, ['Main person', 'Person beside']],
    ['the sum of an open one', { field: 'deals.potential', is: 'more-than', value: '400' }, ['Main person']],
    ['a pipeline', { field: 'deals.pipeline', is: 'any-of', value: ['pip_sales'] }, ['Main person', 'Person beside']],
    ['an own field', { field: 'deals.custom.seats', is: 'more-than', value: 10 }, ['Main person', 'Person beside']],
    ['an own choice', { field: 'deals.custom.colour', is: 'any-of', value: ['blue'] }, ['Main person']],
    ['all open ones together', { field: 'deals.sum-open', is: 'equals', value: '800' }, ['Main person']],
    ['all open ones of who takes part', { field: 'deals.sum-open', is: 'equals', value: '300' }, ['Person beside']],
    ['all won ones together', { field: 'deals.sum-won', is: 'not-empty' }, ['Main person', 'Person beside']],
    ['when one was won', { field: 'deals.won', is: 'last-days', value: 1 }, ['Main person', 'Person beside']],
    ['why one was lost', { field: 'deals.loss-reason', is: 'any-of', value: ['lsr_price'] }, ['Main person']],
  ])(
    '[CRM-4] people are found by their deals, those that they take part in among them: %s',
    async (_what, filter, found) => {
      expect(await names(filter)).toEqual(found);
      for (const by of [firm.maria, firm.admin])
        expect(await count({ filter }, by)).toEqual({ count: found.length, isExact: true });
      const others = await names({ not: filter });
      expect(others).not.toEqual(expect.arrayContaining(found));
      expect(others).toContain('Dmitri');
    },
  );

  it('[CRM-4] people are found by each of their organisations, a further one too', async () => {
    const any = (ids: string[]): Filter => ({ field: 'organisation', is: 'any-of', value: ids });
    expect(await names(any([holding.id]))).toEqual(['Person beside']);
    expect(await names(any([client.id]))).toEqual(['Main person', 'Person beside']);
    expect(await names({ all: [any([client.id]), { not: any([holding.id]) }] })).toEqual(['Main person']);
    expect(await names({ field: 'organisation', is: 'empty' })).not.toContain('Person beside');
    const supplier: Filter = { field: 'organisation.lifecycle', is: 'any-of', value: ['supplier'] };
    expect(await names(supplier)).toEqual(['Person beside']);
    expect(await names({ field: 'organisation.name', is: 'contains', value: 'client' })).toHaveLength(2);
    expect(await names({ field: 'organisation.custom.size', is: 'between', value: { from: 30, to: 50 } })).toHaveLength(
      2,
    );
    expect(await organisationsBy({ field: 'has-people', is: 'is', value: true })).toContain('Holding');
  });

  it('[CRM-4] people and organisations are found by their tasks: overdue, by kind, by own fields', async () => {
    expect(await names({ field: 'tasks.overdue', is: 'is', value: true })).toEqual(
      expect.arrayContaining(['Main person']),
    );
    expect(await names({ field: 'tasks.overdue', is: 'is', value: false })).not.toContain('Main person');
    expect(await names({ field: 'tasks.kind', is: 'any-of', value: ['letter'] })).toEqual(['Main person']);
    expect(await names({ field: 'tasks.custom.place', is: 'is', value: 'lyon' })).toEqual(['Main person']);
    expect(await organisationsBy({ field: 'tasks.open', is: 'is', value: true })).toEqual(['Holding']);
    expect(await organisationsBy({ field: 'tasks.kind', is: 'any-of', value: ['meeting'] })).toEqual(['Holding']);
  });

  it('[CRM-4] whoever is deleted is not counted any more, and is again when brought back', async () => {
    const open: Filter = { field: 'deals.open', is: 'is', value: true };
    const both = async () => [
      (await count({ filter: open }, firm.admin)).count,
      (await count({ record: 'organisation', filter: open }, firm.admin)).count,
    ];
    const [people = 0, firms = 0] = await both();
    const house = await make<Organisation>('/api/organisations', { name: 'Brief Ltd' });
    const person = await add({ name: 'Brief', organisationId: house.id });
    const body = { title: 'Brief', contactId: person.id, organisationId: house.id, ownerId: null };
    const brief = await make<{ id: string }>('/api/deals', body);
    expect(await both()).toEqual([people + 1, firms + 1]);
    for (const path of [`contacts/${person.id}`, `organisations/${house.id}`])
      expect((await firm.admin.delete(`/api/${path}`)).status).toBe(204);
    expect(await both()).toEqual([people, firms]);
    expect((await firm.admin.post(`/api/contacts/${person.id}/restore`)).status).toBe(200);
    expect(await both()).toEqual([people + 1, firms]);
    await firm.admin.delete(`/api/contacts/${person.id}`);
    await firm.admin.delete(`/api/deals/${brief.id}`);
  });

  it('[CRM-4] people and organisations are found by their calls: queue, own fields', async () => {
    const queue: Filter = { field: 'calls.queue', is: 'any-of', value: ['700'] };
    const topic: Filter = { field: 'calls.custom.topic', is: 'any-of', value: ['repair'] };
    for (const filter of [queue, topic]) {
      expect(await names(filter)).toEqual(['Person beside']);
      expect(await organisationsBy(filter)).toEqual(['Client Ltd', 'Holding']);
    }
    // A number of the organisation itself.
    const outcome = (value: string): Filter => ({ field: 'calls.outcome', is: 'any-of', value: [value] });
    expect(await organisationsBy(outcome('no-answer'))).toEqual(['Client Ltd']);
    expect(await organisationsBy(outcome('answered'))).toEqual(['Client Ltd', 'Holding']);
    expect(await names({ field: 'calls.direction', is: 'any-of', value: ['outbound'] })).toEqual([]);
  });

  it('[CRM-4] organisations are found by their deals', async () => {
    expect(await organisationsBy({ field: 'deals.custom.seats', is: 'less-than', value: 5 })).toEqual(['Client Ltd']);
    expect(await organisationsBy({ field: 'deals.sum-open', is: 'more-than', value: '799' })).toEqual(['Client Ltd']);
    expect(await organisationsBy({ field: 'deals.loss-reason', is: 'not-empty' })).toEqual(['Client Ltd']);
  });

  it('[CRM-3] lists of deals, tasks and calls are filtered by own fields, beside what they can be asked for anyway', async () => {
    const seats: Filter = { field: 'custom.seats', is: 'not-empty' };
    expect(await titles('deals', { filter: seats })).toEqual(['Open two', 'Open one']);
    expect(await titles('deals', { filter: seats, q: 'one' })).toEqual(['Open one']);
    expect(await titles('deals', { filter: seats, order: 'largest' })).toEqual(['Open two', 'Open one']);
    const takesPart: Filter = { field: 'contact', is: 'any-of', value: [beside.id] };
    expect(await titles('deals', { filter: takesPart })).toEqual(['Won one', 'Open one']);
    const first = await firm.maria.post<List<{ title: string }>>('/api/deals/search', { filter: seats, limit: 1 });
    expect(first.body.nextCursor).not.toBeNull();
    expect(await titles('deals', { filter: seats, limit: 1, cursor: first.body.nextCursor })).toEqual(['Open one']);
    expect(await titles('tasks', { filter: { field: 'custom.place', is: 'begins', value: 'LY' } })).toEqual(['Late']);
    expect(await titles('tasks', { filter: { field: 'kind', is: 'any-of', value: ['letter'] }, done: 'true' })).toEqual(
      [],
    );
    const calls = async (filter: Filter) =>
      (await firm.maria.post<List<{ id: string }>>('/api/calls/search', { filter })).body.items.map(({ id }) => id);
    expect(await calls({ field: 'custom.topic', is: 'any-of', value: ['repair'] })).toEqual(['call_a']);
    expect(await calls({ field: 'organisation', is: 'any-of', value: [client.id] })).toEqual(['call_a', 'call_b']);
    const { items } = (await firm.maria.get<List<{ title: string; custom: object }>>('/api/deals?q=open')).body;
    expect(items.find(({ title }) => title === 'Open one')?.custom).toMatchObject({ seats: 12, margin: '9.00' });
  });

  it('[CRM-4] each list of deals, tasks and calls is counted by the question that it was asked', async () => {
    const count = async (list: string, body: object, by: TestClient = firm.maria) => {
      const reply = await by.post<Count>(`/api/${list}/count`, body);
      expect(reply.status, JSON.stringify(reply.body)).toBe(200);
      expect(reply.body.isExact).toBe(true);
      return reply.body.count;
    };
    const seats: Filter = { field: 'custom.seats', is: 'not-empty' };
    for (const asked of [{}, { q: 'one' }, { state: 'open' }, { filter: seats }, { order: 'closing' }])
      expect(await count('deals', asked), JSON.stringify(asked)).toBe((await titles('deals', asked)).length);
    expect(await count('deals', { filter: seats, q: 'one' })).toBe(1);
    for (const asked of [{}, { overdue: 'true' }, { done: 'true' }, { agentId: firm.anna.agent.id }])
      expect(await count('tasks', asked), JSON.stringify(asked)).toBe((await titles('tasks', asked)).length);
    expect(await count('tasks', { filter: { field: 'custom.place', is: 'begins', value: 'LY' } })).toBe(1);
    const repairs: Filter = { field: 'custom.topic', is: 'any-of', value: ['repair'] };
    expect(await count('calls', { filter: repairs })).toBe(1);
    expect(await count('calls', { filter: repairs, from: '2099-01-01T00:00:00Z' })).toBe(0);
    // Nobody is told of how many there are that they may not see.
    expect(await count('deals', {}, firm.boris)).toBe((await titles('deals', {}, firm.boris)).length);
    const gone = await make<{ id: string }>('/api/deals', { title: 'Soon gone' });
    const before = await count('deals', {});
    await firm.admin.delete(`/api/deals/${gone.id}`);
    expect(await count('deals', {})).toBe(before - 1);
    const wrong = await firm.maria.post('/api/calls/count', { filter: { field: 'moon', is: 'not-empty' } });
    expect(refusal(wrong.body).code).toBe('filters.invalid');
  });

  it('[CRM-4] filters of deals are saved and counted as those of people are', async () => {
    const filter: Filter = { field: 'custom.colour', is: 'any-of', value: ['red', 'blue'] };
    const made = await firm.maria.post<Segment>('/api/segments', { name: 'Coloured', record: 'deal', filter });
    expect(made.status).toBe(201);
    expect(await titles('deals', { segmentId: made.body.id })).toEqual(['Open two', 'Open one']);
    const counted = await firm.maria.post<Count>('/api/segments/count', { record: 'deal', segmentId: made.body.id });
    expect(counted.body).toEqual({ count: 2, isExact: true });
    const wrong = await firm.maria.post('/api/deals/search', { filter: { field: 'custom.size', is: 'not-empty' } });
    expect(refusal(wrong.body).code).toBe('filters.invalid');
  });

  it('[ACC-1] what a role hides of deals is neither shown in their list nor asked for, of people neither', async () => {
    const fields = { deal: { money: 'hidden' }, contact: { organisation: 'hidden' } };
    const role = await make<{ id: string }>('/api/roles', { name: 'No money', base: 'manager', fields });
    const { items: users } = (await firm.admin.get<List<{ id: string; email: string }>>('/api/users?limit=200')).body;
    const maria = users.find(({ email }) => email === firm.maria.email);
    await firm.admin.patch(`/api/users/${maria?.id}`, { roleId: role.id });
    const offered = async (record: string) =>
      (await firm.maria.get<{ items: FieldDescription[] }>(`/api/fields?record=${record}`)).body.items.map(
        (one) => one.key,
      );
    const [ofDeals, ofPeople] = [await offered('deal'), await offered('contact')];
    for (const key of ['custom.margin', 'potential', 'expected-sum']) expect(ofDeals).not.toContain(key);
    expect(ofDeals).toContain('custom.seats');
    for (const key of ['deals.custom.margin', 'deals.potential', 'deals.sum-open', 'organisation.name', 'organisation'])
      expect(ofPeople).not.toContain(key);
    expect(await offered('organisation')).not.toContain('calls.queue');
    const asked = { filter: { field: 'custom.margin', is: 'not-empty' } };
    expect(refusal((await firm.maria.post('/api/deals/search', asked)).body).code).toBe('filters.invalid');
    const seats = { filter: { field: 'custom.seats', is: 'equals', value: 12 } };
    const shown = await firm.maria.post<List<{ custom: object }>>('/api/deals/search', seats);
    expect(shown.body.items[0]?.custom).toEqual({ seats: 12, colour: 'red' });
    await firm.admin.patch(`/api/users/${maria?.id}`, { roleId: null });
  });
});
