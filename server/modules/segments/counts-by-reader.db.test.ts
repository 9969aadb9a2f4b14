/** What is counted in another table is what the list shows, for whoever asks: each role takes its own way to the number. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Filter } from '../../contract/filters.contract.ts';
import type { Count } from '../../contract/segments.contract.ts';

let server: TestServer;
let firm: Firm;
const readers = ['admin', 'maria', 'sveta', 'anna', 'boris'] as const;

beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  const make = async (path: string, body: object) => {
    const reply = await firm.admin.post<{ id: string }>(path, body);
    expect(reply.status, JSON.stringify(reply.body)).toBe(201);
    return reply.body.id;
  };
  const owners = [null, firm.anna.agent.id, firm.boris.agent.id];
  for (const [at, ownerId] of [...owners, ...owners].entries()) {
    const isPrivate = ownerId !== null && at >= owners.length;
    const organisationId = await make('/api/organisations', { name: `House ${at}`, ownerId });
    const phones = [{ raw: `+33 6 12 34 56 0${at}` }, { raw: `+33 6 12 34 57 0${at}` }];
    const body = { name: `Person ${at}`, ownerId, organisationId, phones, ...(isPrivate && { private: true }) };
    const contactId = await make('/api/contacts', body);
    for (const potential of ['300', '400'])
      await make('/api/deals', { title: `Deal ${at}`, contactId, organisationId, potential, ownerId });
    await make('/api/tasks', { title: 'Letter', kind: 'letter', contactId, agentId: null });
  }
  const gone = await make('/api/contacts', { name: 'Gone', phones: [{ raw: '+33 6 99 99 99 99' }] });
  await make('/api/deals', { title: 'Of nobody', contactId: gone, potential: '900' });
  expect((await firm.admin.delete(`/api/contacts/${gone}`)).status).toBe(204);
});
afterAll(() => server.close());

const filters: Record<string, Filter> = {
  'with an open deal': { field: 'deals.open', is: 'is', value: true },
  'with open deals worth more than 600': { field: 'deals.sum-open', is: 'more-than', value: '600' },
  'with a task of a kind': { field: 'tasks.kind', is: 'any-of', value: ['letter'] },
  'with a French number': { field: 'phone', is: 'country', value: ['FR'] },
};
const cases = Object.keys(filters).flatMap((filter) => readers.map((reader) => ({ filter, reader })));

it.each(cases)('[CRM-4] [ACC-2] people $filter are counted as $reader lists them', async ({ filter, reader }) => {
  const asked = { filter: filters[filter] };
  const listed = await firm[reader].post<{ items: { name: string }[] }>('/api/contacts/search', asked);
  const names = listed.body.items.map(({ name }) => name);
  expect(names).toContain('Person 0');
  expect(names).not.toContain('Gone');
  const counted = await firm[reader].post<Count>('/api/segments/count', { record: 'contact', ...asked });
  expect(counted.body).toEqual({ count: names.length, isExact: true });
});

it('[ACC-2] these readers do see different people', async () => {
  const seen = await Promise.all(
    readers.map(async (reader) => {
      const body = { filter: filters['with a task of a kind'] };
      const { items } = (await firm[reader].post<{ items: { name: string }[] }>('/api/contacts/search', body)).body;
      return items.map(({ name }) => name.slice('Person '.length)).join('');
    }),
  );
  expect(seen).toEqual(['012345', '0123', '013', '0134', '0235']);
});
