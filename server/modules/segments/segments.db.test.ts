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
