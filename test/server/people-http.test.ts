/** People and organisations over HTTP: time-line and notes of organisations, duplicates, taking back, birthdays, fields of calls. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { type Firm, peopleOfFirm } from '../factories/people-of-firm.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { startTestServer, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
const book = journal();
beforeAll(async () => {
  server = await startTestServer();
  firm = await peopleOfFirm(server);
  bridge = await connectBridge(server, { bridgeId: book.bridgeId, journalId: book.journalId });
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

const refusal = (body: unknown) => (body as { error: { code: string; fields?: Record<string, string> } }).error;
/** Everybody's, unless the body names an owner. */
const person = async (body: object) =>
  (await firm.anna.post<Contact>('/api/contacts', { ownerId: null, ...body })).body;
const organisation = async (body: object) => (await firm.anna.post<Organisation>('/api/organisations', body)).body;
const idOf = (who: { agent: { id: string } }) => who.agent.id;
async function missedCall(from: string) {
  const call = callFacts({ journal: book, from, queue: 'sales' });
  const events = [call.started(), call.ringing('PJSIP/101')];
  call.wait(5);
  await bridge.send([...events, call.ended()]);
  await server.idle();
  return call.callId;
}
interface Item {
  kind: string;
  at: string;
  text?: string;
  noteKind?: string;
  resolvedAt?: string | null;
}

describe('[CRM-5] the time-line of an organisation', () => {
  it('holds calls of its numbers and of its people, notes, tasks and changes, newest first, page by page', async () => {
    const firmOf = await organisation({ name: 'Severny Les', phones: [{ raw: '+7 495 100-20-30' }] });
    const forester = await person({
      name: 'Forester',
      organisationId: firmOf.id,
      phones: [{ raw: '+7 912 100-20-31' }],
    });
    await missedCall('+7 495 100-20-30');
    await missedCall('+7 912 100-20-31');
    await firm.anna.post('/api/tasks', { title: 'Send the offer', contactId: forester.id });
    const path = `/api/organisations/${firmOf.id}`;
    await firm.anna.post(`${path}/notes`, { kind: 'wish', text: 'Deliver on Mondays' });
    const read = async (query: string) =>
      (await firm.maria.get<{ items: Item[]; nextCursor: string | null }>(`${path}/timeline${query}`)).body;
    const { items } = await read('');
    expect([...new Set(items.map(({ kind }) => kind))].sort()).toEqual([
      'call',
      'change',
      'missed-call',
      'note',
      'task',
    ]);
    expect(items.filter(({ kind }) => kind === 'call')).toHaveLength(2);
    expect(items.map(({ at }) => at)).toEqual([...items.map(({ at }) => at)].sort().reverse());
    const first = await read('?limit=2');
    const second = await read(`?limit=200&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    expect([...first.items, ...second.items]).toEqual(items);
  });

  it('shows nothing of an organisation that somebody else owns', async () => {
    const theirs = await firm.maria.post<Organisation>('/api/organisations', {
      name: 'Southern',
      ownerId: idOf(firm.boris),
    });
    const path = `/api/organisations/${theirs.body.id}`;
    expect((await firm.anna.get(`${path}/timeline`)).status).toBe(404);
    expect((await firm.anna.post(`${path}/notes`, { text: 'x' })).status).toBe(404);
    expect((await firm.anna.get(`${path}/notes`)).status).toBe(404);
    expect((await firm.boris.get(`${path}/timeline`)).status).toBe(200);
  });

  it('[CRM-9] a complaint of an organisation is settled and opened again; another note is none', async () => {
    const made = await organisation({ name: 'Unhappy Ltd' });
    const path = `/api/organisations/${made.id}/notes`;
    const note = (await firm.anna.post<{ id: string }>(path, { kind: 'complaint', text: 'Late' })).body;
    const settled = await firm.anna.patch<{ resolvedAt: string | null }>(`${path}/${note.id}`, { resolved: true });
    expect(settled.body.resolvedAt).not.toBeNull();
    const twice = await firm.anna.patch<{ resolvedAt: string | null }>(`${path}/${note.id}`, { resolved: true });
    expect(twice.body.resolvedAt).toBe(settled.body.resolvedAt);
    const open = await firm.anna.patch<{ resolvedAt: string | null }>(`${path}/${note.id}`, { resolved: false });
    expect(open.body.resolvedAt).toBeNull();
    const wish = (await firm.anna.post<{ id: string }>(path, { kind: 'wish', text: 'More' })).body;
    expect(refusal((await firm.anna.patch(`${path}/${wish.id}`, { resolved: true })).body).code).toBe(
      'organisations.no_complaint',
    );
    expect((await firm.anna.patch(`${path}/not_none`, { resolved: true })).status).toBe(404);
  });

  it('[API-1] [TEL-2] its notes are read alone: one kind, and what is to be kept in mind', async () => {
    const path = `/api/organisations/${(await organisation({ name: 'Grumbling Ltd' })).id}/notes`;
    const note = async (kind: string) => (await firm.anna.post<{ id: string }>(path, { kind, text: kind })).body.id;
    const [plain, wish, complaint] = [await note('note'), await note('wish'), await note('complaint')];
    const ids = async (query: string) =>
      (await firm.anna.get<{ items: { id: string }[] }>(`${path}${query}`)).body.items.map(({ id }) => id);
    expect(await ids('')).toEqual([complaint, wish, plain]);
    expect(await ids('?open=true')).toEqual([complaint, wish]);
    expect(await ids('?kind=complaint&open=true')).toEqual([complaint]);
    await firm.anna.patch(`${path}/${complaint}`, { resolved: true });
    expect(await ids('?kind=complaint&open=true')).toEqual([]);
    expect(await ids('?kind=complaint')).toEqual([complaint]);
  });
});

describe('[ACC-2] a change of an organisation', () => {
  it('is told by what changed, the holding and the owner as well, and not by what was only sent along', async () => {
    const holding = await organisation({ name: 'Holding of all' });
    const made = await organisation({ name: 'Daughter' });
    await firm.maria.patch(`/api/organisations/${made.id}`, {
      name: 'Daughter',
      parentId: holding.id,
      ownerId: idOf(firm.anna),
    });
    const { items } = (await firm.anna.get<{ items: Item[] }>(`/api/organisations/${made.id}/timeline`)).body;
    expect(items[0]?.text).toBe('organisation.changed: owner, parent');
  });
});

describe('[CRM-2] duplicates of organisations', () => {
  const ask = async (query: Record<string, string>, who = firm.anna) =>
    (
      await who.get<{ items: { name: string; because: string[]; restricted: boolean }[] }>(
        `/api/organisations/duplicates?${new URLSearchParams(query)}`,
      )
    ).body.items;

  it('are found by name without the legal form, by number and by the domain of an e-mail', async () => {
    await organisation({
      name: 'ООО «Кедр»',
      phones: [{ raw: '8 (495) 777-10-20' }],
      emails: ['office@kedr.example'],
    });
    await organisation({ name: 'Кедровый дом' });
    expect(await ask({ name: 'Кедр, ЗАО' })).toMatchObject([{ name: 'ООО «Кедр»', because: ['name'] }]);
    expect(await ask({ phone: '+7 495 7771020', email: 'ivan@kedr.example' })).toMatchObject([
      { name: 'ООО «Кедр»', because: ['phone', 'email'] },
    ]);
    expect(await ask({ email: 'somebody@mail.ru' })).toEqual([]);
  });

  it('tell of somebody else’s client whose it is and nothing more, and of a namesake nothing', async () => {
    const body = { name: 'Hidden Oak GmbH', ownerId: idOf(firm.boris), phones: [{ raw: '+49 30 901820' }] };
    await firm.maria.post('/api/organisations', body);
    expect(await ask({ name: 'Hidden Oak' })).toEqual([]);
    expect(await ask({ phone: '+49 30 901820' })).toMatchObject([{ name: '', restricted: true, because: ['phone'] }]);
    expect(await ask({ name: 'Hidden Oak' }, firm.boris)).toMatchObject([{ name: 'Hidden Oak GmbH' }]);
  });
});

describe('[CRM-2] taking back what one has just typed', () => {
  const takeBack = (who: typeof firm.anna, id: string) => who.post(`/api/contacts/${id}/take-back`, {});

  it('needs no right to delete, works twice, and only for one’s own', async () => {
    const slip = await person({ name: 'Slip of the pen' });
    expect(refusal((await takeBack(firm.sveta, slip.id)).body).code).toBe('contacts.not_taken_back');
    expect((await takeBack(firm.anna, slip.id)).status).toBe(204);
    expect((await takeBack(firm.anna, slip.id)).status).toBe(204);
    expect((await firm.anna.get(`/api/contacts/${slip.id}`)).status).toBe(404);
  });

  it('is over after an hour, and once somebody called', async () => {
    const old = await person({ name: 'An hour old' });
    const called = await person({ name: 'Called since', phones: [{ raw: '+7 912 555-44-33' }] });
    await missedCall('+7 912 555-44-33');
    expect(refusal((await takeBack(firm.anna, called.id)).body).code).toBe('contacts.not_taken_back');
    await server.db.sql`
      update audit_entries set at = at - interval '61 minutes' where record = ${old.id} and action = 'contact.created'`;
    expect(refusal((await takeBack(firm.anna, old.id)).body).code).toBe('contacts.not_taken_back');
  });
});

describe('[TEL-2] notes to be kept in mind', () => {
  it('are wishes and complaints that nobody settled', async () => {
    const contact = await person({ name: 'Minded' });
    const path = `/api/contacts/${contact.id}/notes`;
    const write = async (kind: string) => (await firm.anna.post<{ id: string }>(path, { kind, text: kind })).body;
    const settled = await write('complaint');
    await firm.anna.patch(`${path}/${settled.id}`, { resolved: true });
    for (const kind of ['note', 'wish', 'competitor-price', 'complaint']) await write(kind);
    const kinds = async (query: string) =>
      (await firm.anna.get<{ items: { kind: string }[] }>(`${path}${query}`)).body.items.map(({ kind }) => kind);
    expect(await kinds('?open=true')).toEqual(['complaint', 'wish']);
    expect(await kinds('?kind=complaint')).toEqual(['complaint', 'complaint']);
    expect(await kinds('')).toHaveLength(5);
  });
});

describe('[CRM-9] birthdays', () => {
  it('of people one may see, on the days of the range, soonest first', async () => {
    await person({ name: 'Leap', birthday: '1984-02-29', ownerId: idOf(firm.anna) });
    await person({ name: 'Before', birthday: '1990-02-27' });
    await person({ name: 'After', birthday: '1990-03-02' });
    await firm.maria.post('/api/contacts', { name: 'Theirs', birthday: '1990-02-28', ownerId: idOf(firm.boris) });
    const ask = (query: string, who = firm.anna) =>
      who.get<{ items: { name: string; date: string; age: number }[] }>(`/api/contacts/birthdays?${query}`);
    const range = 'from=2027-02-27&to=2027-03-01';
    expect((await ask(range)).body.items).toMatchObject([
      { name: 'Before', date: '2027-02-27', age: 37 },
      { name: 'Leap', date: '2027-02-28', age: 43 },
    ]);
    expect((await ask(`${range}&ownerId=${idOf(firm.anna)}`)).body.items).toMatchObject([{ name: 'Leap' }]);
    expect((await ask(range, firm.boris)).body.items.map(({ name }) => name)).toContain('Theirs');
    expect(refusal((await ask('from=2027-01-01&to=2029-01-01')).body).fields).toHaveProperty('to');
    expect((await ask('from=2027-02-30&to=2027-03-01')).status).toBe(422);
  });
});

describe('[CRM-3] [TEL-9] fields of calls', () => {
  it('are filled in while the call is worked, checked, audited, and stay when the PBX tells of the call again', async () => {
    await firm.admin.post('/api/custom-fields', {
      record: 'call',
      label: 'Reason',
      type: 'choice',
      options: ['Price', 'Delivery'],
    });
    await firm.admin.post('/api/custom-fields', { record: 'call', label: 'Boards', type: 'number' });
    const call = callFacts({ journal: book, from: '+7 912 333-22-11' });
    await bridge.send([call.started(), call.ringing('PJSIP/101'), call.answered('PJSIP/101')]);
    await server.idle();
    const path = `/api/calls/${call.callId}`;
    const worked = await firm.anna.patch<Call>(path, { custom: { reason: 'price', boards: '12' } });
    expect(worked.body.custom).toEqual({ reason: 'price', boards: 12 });
    const refused = await firm.anna.patch(path, { custom: { reason: 'weather' } });
    expect(refusal(refused.body)).toMatchObject({
      code: 'calls.invalid',
      fields: { 'custom.reason': expect.any(String) },
    });
    await bridge.send([call.ended()]);
    await server.idle();
    const emptied = await firm.anna.patch<Call>(path, { custom: { boards: null } });
    expect(emptied.body).toMatchObject({ state: 'ended', custom: { reason: 'price' } });
    const audit = await firm.admin.get<{ items: { action: string; after: unknown }[] }>(
      `/api/audit?record=${call.callId}&action=call.worked`,
    );
    expect(audit.body.items.map(({ after }) => after)).toContainEqual({ custom: { reason: 'price', boards: 12 } });
  });
});

describe('[CRM-9] one box for everything', () => {
  it('finds words of notes, addresses and own fields when names gave little, by right only', async () => {
    await firm.admin.post('/api/custom-fields', { record: 'contact', label: 'Hobby', type: 'text' });
    const sailor = await person({
      name: 'Sailor One',
      addresses: [{ text: '12 rue du Gouvernail, Brest' }],
      custom: { hobby: 'Kitesurfing' },
    });
    await firm.anna.post(`/api/contacts/${sailor.id}/notes`, { text: 'Asked for mahogany planks, twice' });
    const theirs = (await firm.maria.post<Contact>('/api/contacts', { name: 'Hidden One', ownerId: idOf(firm.boris) }))
      .body;
    await firm.maria.post(`/api/contacts/${theirs.id}/notes`, { text: 'Also mahogany' });
    const titles = async (q: string, who = firm.anna) =>
      (
        await who.get<{ items: { title: string; subtitle: string }[] }>(`/api/search?q=${encodeURIComponent(q)}`)
      ).body.items.map(({ title }) => title);
    for (const word of ['mahogany', 'Mahogany planks', 'gouvernail', 'kitesurf'])
      expect(await titles(word), word).toEqual(['Sailor One']);
    expect((await titles('mahogany', firm.boris)).sort()).toEqual(['Hidden One', 'Sailor One']);
    expect(await titles('hobby')).toEqual([]);
  });
});
