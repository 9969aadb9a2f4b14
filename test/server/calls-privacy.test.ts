/** What of calls and callers is whose: colleagues' calls, other people's clients, callers who hide their number. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Call, CallCard } from '../../server/contract/calls.contract.ts';
import type { Contact } from '../../server/contract/contacts.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge, type FakeBridge } from './fake-bridge.ts';
import { type Firm, foundFirm } from './firm.ts';
import { startTestServer, type TestClient, type TestServer } from './test-server.ts';

let server: TestServer;
let firm: Firm;
let bridge: FakeBridge;
let admin: TestClient;
const book = journal();
let made = 0;

beforeAll(async () => {
  server = await startTestServer();
  firm = await foundFirm(server);
  admin = await server.keyOf('administrator');
  bridge = await connectBridge(server);
});
afterAll(async () => {
  bridge?.close();
  await server.close();
});

const newNumber = () => {
  made += 1;
  return `+7912555${String(made).padStart(4, '0')}`;
};

/** A call that rang these telephones, was answered by the first, and is over. Nobody answers when none is given. */
async function past(from: string, devices: string[], options: Partial<Parameters<typeof callFacts>[0]> = {}) {
  const call = callFacts({ journal: book, from, at: new Date(Date.now() - 600_000).toISOString(), ...options });
  const events = [call.started(), ...devices.map((device) => call.ringing(device))];
  const [first, ...others] = devices;
  if (first) events.push(call.answered(first), ...others.map((device) => call.stopsRinging(device)));
  call.wait(20);
  events.push(call.recording(`rec_${call.callId}`), call.ended());
  await bridge.send(events);
  await server.idle();
  return call.callId;
}

const person = async (name: string, raw: string, more: object = {}) => {
  const { body, status } = await admin.post<Contact>('/api/contacts', { name, phones: [{ raw }], ...more });
  expect(status).toBe(201);
  await server.idle();
  return body.id;
};
const callOf = async (who: TestClient, id: string) => (await who.get<Call>(`/api/calls/${id}`)).body;
const cardOf = async (who: TestClient, id: string) => (await who.get<CallCard>(`/api/calls/${id}/card`)).body;

describe('colleagues', () => {
  it('[ACC-1] nobody makes a person out of a call that is a colleague’s', async () => {
    const callId = await past(newNumber(), ['PJSIP/103']);
    expect(await firm.anna.post('/api/contacts', { name: 'Intruder', callId })).toMatchObject({
      status: 422,
      body: { error: { fields: { callId: 'is no call you can work on' } } },
    });
    expect((await firm.anna.post('/api/contacts', { name: 'Intruder', callId: 'call_none' })).status).toBe(422);
    expect(await callOf(admin, callId)).toMatchObject({ contactId: null });
    expect((await firm.clara.post('/api/contacts', { name: 'Hers', callId })).status).toBe(201);
    await server.idle();
    expect(await callOf(firm.clara, callId)).toMatchObject({ contactName: 'Hers' });
  });

  it('[ACC-1] [TEL-4] a telephone that only rang may not listen to what the colleague spoke', async () => {
    const callId = await past(newNumber(), ['PJSIP/101', 'PJSIP/102']);
    const recording = `/api/calls/${callId}/recording`;
    expect(await firm.anna.get(recording)).toMatchObject({
      status: 409,
      body: { error: { code: 'recordings.not_ready' } },
    });
    expect((await firm.boris.get(recording)).status).toBe(404);
    expect((await firm.boris.get(`/api/calls/${callId}/waveform`)).status).toBe(404);
    expect((await firm.leadOfSales.get(recording)).status).toBe(409);
    expect((await firm.leadOfCare.get(recording)).status).toBe(404);
    // What was typed while it rang is still saved.
    expect((await firm.boris.patch(`/api/calls/${callId}`, { note: 'begun while it rang' })).status).toBe(200);
  });

  it('[TEL-5] a call is placed for a person the asker knows, or not at all', async () => {
    const ofCare = await person('Of care', newNumber(), { ownerId: 'agt_clara' });
    for (const contactId of ['ctc_none', ofCare, 'a\nb']) {
      const placed = await firm.anna.post('/api/calls', { to: '+79120001122', contactId });
      expect(placed, contactId).toMatchObject({
        status: 422,
        body: { error: { fields: { contactId: 'does not exist' } } },
      });
    }
    expect(bridge.commands).toEqual([]);
  });
});

describe('other people’s clients', () => {
  it('[ACC-1] [TEL-2] who became a colleague’s client is one in the earlier calls too, and has the name of today', async () => {
    const number = newNumber();
    const id = await person('Ivan Maiden', number);
    const callId = await past(number, []);
    expect(await callOf(firm.anna, callId)).toMatchObject({
      contactName: 'Ivan Maiden',
      candidates: [{ contactId: id }],
    });
    await admin.patch(`/api/contacts/${id}`, { name: 'Ivan Married' });
    await server.idle();
    expect((await callOf(firm.anna, callId)).candidates).toMatchObject([{ name: 'Ivan Married' }]);
    await admin.patch(`/api/contacts/${id}`, { ownerId: 'agt_clara' });
    await server.idle();
    const hidden = { contactId: null, name: '', restricted: true, owner: { id: 'agt_clara', name: 'Clara' } };
    expect(await callOf(firm.anna, callId)).toMatchObject({ contactId: null, contactName: null, candidates: [hidden] });
    expect(JSON.stringify(await cardOf(firm.anna, callId))).not.toContain('Ivan');
    expect((await callOf(firm.clara, callId)).candidates).toMatchObject([{ name: 'Ivan Married', restricted: false }]);
  });

  it('[ACC-1] [TEL-2] of a shared number the card shows only the earlier calls of people the reader may know', async () => {
    const number = newNumber();
    const hers = await person('Secret', number, { ownerId: 'agt_clara' });
    const ours = await person('Ours', number);
    const withHer = await past(number, ['PJSIP/103']);
    const withUs = await past(number, ['PJSIP/101']);
    await firm.clara.patch(`/api/calls/${withHer}`, { contactId: hers, note: 'wants a divorce' });
    await firm.anna.patch(`/api/calls/${withUs}`, { contactId: ours, note: 'wants a table' });
    // Who called last is counted after the call was saved, and says who is likelier at this number.
    await server.idle();
    const next = await past(number, ['PJSIP/101']);
    expect((await cardOf(firm.anna, next)).lastCalls.map(({ note }) => note)).toEqual(['wants a table']);
    const seenByManager = (await cardOf(firm.manager, next)).lastCalls.map(({ note }) => note);
    expect(seenByManager.sort()).toEqual(['wants a divorce', 'wants a table']);
  });
});

describe('a person who was deleted', () => {
  it('[TEL-8] gives the calls back to the number, and takes them again when restored', async () => {
    const number = newNumber();
    const callId = await past(number, ['PJSIP/101']);
    const made = await firm.anna.post<Contact>('/api/contacts', { name: 'Typo', phones: [{ raw: number }], callId });
    // Nobody said where the person came from; the call does.
    const source = await server.db.sql`select key from directory_entries where id = ${made.body.sourceId}`;
    expect([...source]).toEqual([{ key: 'call' }]);
    await server.idle();
    expect(await callOf(firm.anna, callId)).toMatchObject({ contactId: made.body.id });
    expect((await admin.delete(`/api/contacts/${made.body.id}`)).status).toBe(204);
    await server.idle();
    expect(await callOf(firm.anna, callId)).toMatchObject({ contactId: null, candidates: [] });
    expect(await cardOf(firm.anna, callId)).toMatchObject({ kind: 'unknown', contact: null });
    await admin.post(`/api/contacts/${made.body.id}/restore`);
    await server.idle();
    expect(await callOf(firm.anna, callId)).toMatchObject({ contactId: made.body.id });
    await admin.delete(`/api/contacts/${made.body.id}`);
    const right = await person('The right one', number);
    expect(await callOf(firm.anna, callId)).toMatchObject({ contactId: right, contactName: 'The right one' });
  });

  it('[TEL-2] does not make the card somebody else’s when the number was never theirs', async () => {
    const callId = await past(newNumber(), ['PJSIP/101']);
    const made = await firm.anna.post<Contact>('/api/contacts', { name: 'Without number', callId });
    await server.idle();
    await admin.delete(`/api/contacts/${made.body.id}`);
    await server.idle();
    expect(await cardOf(firm.anna, callId)).toMatchObject({ kind: 'unknown', contact: null });
  });
});

describe('a caller who hides the number', () => {
  it('[TEL-2] [TEL-3] is in the log and can be worked, without number or name, and no digits find the call', async () => {
    const callId = await past('+79990001122', ['PJSIP/101'], { withheld: true, name: 'Hidden Person' });
    const call = await callOf(admin, callId);
    expect(call).toMatchObject({ from: { raw: null, e164: null, withheld: true }, callerIdName: null });
    expect(JSON.stringify(call)).not.toMatch(/999000|Hidden/);
    for (const number of ['+79990001122', '0001122']) {
      const list = await admin.get<{ items: Call[] }>(`/api/calls?number=${encodeURIComponent(number)}`);
      expect(list.body.items).toEqual([]);
    }
    expect(await cardOf(firm.anna, callId)).toMatchObject({ kind: 'withheld', number: { raw: null, withheld: true } });
    expect(await firm.anna.patch(`/api/calls/${callId}`, { dispositionId: 'dsp_agreed', note: 'x' })).toMatchObject({
      status: 200,
      body: { disposition: { id: 'dsp_agreed' } },
    });
  });
});

describe('the time-line of a person', () => {
  it('[TEL-2] holds the calls that the reader may see', async () => {
    const number = newNumber();
    const id = await person('Of the time-line', number);
    const annas = await past(number, ['PJSIP/101']);
    const claras = await past(number, ['PJSIP/103']);
    const calls = async (who: TestClient) => {
      const { body } = await who.get<{ items: { kind: string; call?: Call }[] }>(`/api/contacts/${id}/timeline`);
      return body.items.flatMap((item) => (item.kind === 'call' ? [item.call?.id] : []));
    };
    expect(await calls(firm.anna)).toEqual([annas]);
    expect((await calls(firm.manager)).sort()).toEqual([annas, claras].sort());
  });
});

describe('the card of an own role', () => {
  it('[ACC-1] [TEL-2] shows tasks of oneself, of the team or of all, as the role says', async () => {
    const raw = newNumber();
    const contactId = await person('With tasks', raw, { ownerId: 'agt_anna' });
    await past(raw, ['PJSIP/101']);
    const give = (title: string, agentId: string | null) =>
      admin.post<{ id: string }>('/api/tasks', { title, agentId, contactId });
    for (const [title, agentId] of [
      ['Of Anna', 'agt_anna'],
      ['Of Boris', 'agt_boris'],
      ['Of Clara', 'agt_clara'],
      ['Of nobody', null],
    ] as const)
      expect((await give(title, agentId)).status).toBe(201);
    const callId = await past(raw, ['PJSIP/101']);
    const shownTo = async (scopes: object) => {
      const role = await admin.post<{ id: string }>('/api/roles', {
        name: JSON.stringify(scopes),
        base: 'operator',
        scopes,
      });
      expect(role.status, JSON.stringify(role.body)).toBe(201);
      await admin.patch(`/api/users/${firm.anna.userId}`, { roleId: role.body.id });
      const { openTasks, lastCalls } = await cardOf(firm.anna, callId);
      await admin.patch(`/api/users/${firm.anna.userId}`, { roleId: null });
      return [...openTasks.map(({ title }) => title).sort(), lastCalls.length];
    };
    expect(await shownTo({ 'tasks.read': 'own' })).toEqual(['Of Anna', 'Of nobody', 1]);
    expect(await shownTo({ 'tasks.read': 'team' })).toEqual(['Of Anna', 'Of Boris', 'Of nobody', 1]);
    expect(await shownTo({ 'tasks.read': 'all' })).toEqual(['Of Anna', 'Of Boris', 'Of Clara', 'Of nobody', 1]);
    expect(await shownTo({ 'tasks.read': 'none' })).toEqual([1]);
  });
});

describe('private clients', () => {
  it('[ACC-1] [TEL-2] the owner’s calls show them to nobody else: whose client it is, politely, and no more', async () => {
    const raw = newNumber();
    await person('Very Private', raw, { ownerId: 'agt_clara', private: true, organisationName: 'Quiet LLC' });
    const board = await firm.leadOfCare.live();
    const call = callFacts({ journal: book, from: raw, at: new Date().toISOString() });
    const { callId } = call;
    await bridge.send([call.started(), call.ringing('PJSIP/103'), call.answered('PJSIP/103')]);
    await server.idle();
    expect(await callOf(firm.clara, callId)).toMatchObject({ contactName: 'Very Private' });
    expect(await cardOf(firm.clara, callId)).toMatchObject({ kind: 'known', contact: { name: 'Very Private' } });
    expect(await callOf(admin, callId)).toMatchObject({ contactName: 'Very Private' });
    for (const leader of [firm.leadOfCare, firm.manager]) {
      const call = await callOf(leader, callId);
      const card = await cardOf(leader, callId);
      expect(card).toMatchObject({
        kind: 'restricted',
        contact: null,
        candidates: [{ restricted: true, owner: { name: 'Clara' } }],
      });
      const list = await leader.get('/api/calls?limit=200');
      expect(JSON.stringify([call, card, list.body])).not.toMatch(/Very Private|Quiet LLC/);
    }
    await board.event(({ event }) => event.name === 'call.changed' && event.payload.call.id === callId);
    expect(JSON.stringify([board.snapshot, board.events])).not.toMatch(/Very Private|Quiet LLC/);
    board.close();
    await bridge.send([call.ended()]);
  });
});
