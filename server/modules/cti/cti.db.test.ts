/** API-1: another service tells of a call or a lead. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Firm, peopleOfFirm } from '../../../test/factories/people-of-firm.ts';
import { startTestServer, type TestServer } from '../../../test/server/test-server.ts';
import type { Contact } from '../../contract/contacts.contract.ts';
import type { CtiPushed } from '../../contract/cti.contract.ts';
import type { DirectoryEntry } from '../../contract/directories.contract.ts';

let server: TestServer;
let firm: Firm;
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
});
afterAll(() => server.close());

const push = (body: object, by: Pick<Firm['admin'], 'request'> = firm.admin, headers: Record<string, string> = {}) =>
  by.request<CtiPushed>('POST', '/api/cti', body, headers);
const notes = async (id: string) => {
  const page = await firm.admin.get<{ items: { kind: string; text?: string }[] }>(`/api/contacts/${id}/timeline`);
  return page.body.items.filter(({ kind }) => kind === 'note').map(({ text }) => text);
};
const tasks = async (id: string) =>
  (await firm.admin.get<{ items: { title: string }[] }>(`/api/tasks?contactId=${id}`)).body.items;

describe('[API-1] a CTI push', () => {
  it('[API-1] makes a lead of a number that nobody has, once, and opens the card at the agent who is named', async () => {
    const live = await firm.anna.live();
    const body = {
      number: '+33 1 42 68 53 00',
      name: 'Carla Caller',
      agent: '101',
      note: 'From the kiosk',
      source: 'call',
    };
    const first = await push(body, firm.admin, { 'idempotency-key': 'ring-1' });
    expect([first.status, first.body]).toEqual([
      200,
      { contactId: expect.any(String), isNew: true, agent: { id: firm.anna.agent.id, name: 'Anna' } },
    ]);
    const told = await live.event(({ event }) => event.name === 'contact.offered');
    expect(told.event.payload).toEqual({ contactId: first.body.contactId, event: 'calling' });
    live.close();
    expect((await push(body, firm.admin, { 'idempotency-key': 'ring-1' })).body).toEqual(first.body);
    const again = await push({ number: '0033142685300', event: 'called' });
    expect(again.body).toEqual({ contactId: first.body.contactId, isNew: false, agent: null });
    const person = await firm.admin.get<Contact>(`/api/contacts/${first.body.contactId}`);
    expect(person.body).toMatchObject({ name: 'Carla Caller', lifecycle: 'lead' });
    expect(await notes(first.body.contactId ?? '')).toEqual(['From the kiosk']);
    expect(await tasks(first.body.contactId ?? '')).toEqual([]);
  });

  it('[CRM-8] names where somebody came from when nobody says: a program, unless the firm switched that entry off', async () => {
    const sourceOf = async (body: { contactId: string | null }) =>
      (await firm.admin.get<Contact>(`/api/contacts/${body.contactId}`)).body.sourceId;
    const entries = (await firm.admin.get<{ items: DirectoryEntry[] }>('/api/directories')).body.items;
    const api = entries.find(({ directory, key }) => directory === 'source' && key === 'api');
    expect(await sourceOf((await push({ number: '+33142685301', name: 'Of a program' })).body)).toBe(api?.id);
    const make = (body: object) => firm.admin.post<Contact>('/api/contacts', { name: 'From the shop', ...body });
    expect((await make({})).body.sourceId).toBe(api?.id);
    expect((await make({ sourceId: null })).body.sourceId).toBeNull();
    expect((await firm.anna.post<Contact>('/api/contacts', { name: 'By hand' })).body.sourceId).toBeNull();
    await firm.admin.patch(`/api/directories/${api?.id}`, { active: false });
    expect((await make({})).body.sourceId).toBeNull();
  });

  it('[API-1] of a lead who is known already asks the owner to answer', async () => {
    const known = await firm.admin.post<Contact>('/api/contacts', {
      name: 'Known',
      emails: ['known@example.com'],
      ownerId: firm.anna.agent.id,
    });
    await push({ event: 'lead', email: 'Known@example.com', note: 'Wants an offer' });
    expect(await tasks(known.body.id)).toEqual([expect.objectContaining({ title: 'administrator: Known' })]);
    expect(await notes(known.body.id)).toEqual(['administrator\nWants an offer']);
  });

  it('[API-1] tells nothing of somebody whom the key may not see, and writes nothing there', async () => {
    const theirs = await firm.admin.post<Contact>('/api/contacts', {
      name: 'Of the south',
      phones: [{ raw: '+33142685399' }],
      ownerId: firm.boris.agent.id,
    });
    const reply = await push({ number: '+33142685399', note: 'Curious' }, firm.anna);
    expect(reply.body).toEqual({ contactId: null, isNew: false, agent: null });
    expect(await notes(theirs.body.id)).toEqual([]);
  });

  it.each([
    [{}, 'number'],
    [{ number: '1', agent: 'nobody' }, 'agent'],
    [{ number: '1', source: 'nowhere' }, 'source'],
  ])('[API-1] %j is refused, and says by which field', async (body, field) => {
    const reply = await firm.admin.post<{ error: { fields: object } }>('/api/cti', body);
    expect([reply.status, Object.keys(reply.body.error.fields)]).toEqual([422, [field]]);
  });
});
