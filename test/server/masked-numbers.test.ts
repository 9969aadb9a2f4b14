/** [ACC-1] A reader without `numbers.see`: no whole number of anybody in any answer or live message, but of the own call. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { OwnRole } from '../../server/contract/access.contract.ts';
import type { AuditEvent } from '../../server/contract/audit.contract.ts';
import type { Call } from '../../server/contract/calls.contract.ts';
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import { callFacts, journal } from '../factories/call-facts.ts';
import { connectBridge } from './fake-bridge.ts';
import type { Colleague } from './firm.ts';
import { type CallingFirm, openCallingFirm } from './missed-calls-firm.ts';
import type { TestClient } from './test-server.ts';

/** Digits as anybody could dial them; every number of this file ends in one of these. */
const secrets = ['9165550101', '9165550202', '4957770303', '9165550404'];
/** Stands in texts only. */
const typed = '8 (916) 555-04-04';
const whole = (value: unknown): string[] => {
  const text = JSON.stringify(value).replace(/[\s().\-\u2011]/g, '');
  return secrets.filter((digits) => text.includes(digits));
};

let firm: CallingFirm;
let role: OwnRole;
let client: Contact;
let organisation: Organisation;
let callId: string;
let taskId: string;
let dealId: string;
const book = journal('pbx2', 'journal-masked');
const now = () => new Date().toISOString();

const give = (person: Colleague, roleId: string | null) => firm.admin.patch(`/api/users/${person.userId}`, { roleId });

beforeAll(async () => {
  firm = await openCallingFirm();
  const made = await firm.admin.post<Organisation>('/api/organisations', {
    name: 'Vega',
    phones: [{ raw: '8 (495) 777-03-03' }],
    notes: `Bell at ${typed}`,
  });
  organisation = made.body;
  const person = {
    name: 'Ivan Masked',
    organisationId: organisation.id,
    notes: `Wife: ${typed}`,
    mainNeed: `Ring ${typed}`,
    phones: [{ raw: '8 (916) 555-01-01', kind: 'mobile' }, { raw: '+7 916 555-02-02' }],
  };
  client = (await firm.admin.post<Contact>('/api/contacts', person)).body;
  const turned = client.phones.map(({ id, raw, kind, primary }) => ({ id, raw, kind, primary })).reverse();
  expect((await firm.admin.patch(`/api/contacts/${client.id}`, { phones: turned })).status).toBe(200);
  await firm.server.idle();
  callId = await firm.missed('+79165550101');
  const task = {
    title: `Call Ivan at ${typed}`,
    description: `Or his wife,\n${typed}`,
    contactId: client.id,
    callId,
    agentId: null,
  };
  taskId = (await firm.admin.post<{ id: string }>('/api/tasks', task)).body.id;
  const deal = { title: `Boards, ${typed}`, contactId: client.id, mainInterest: `Oak, ask ${typed}`, ownerId: null };
  dealId = (await firm.admin.post<{ id: string }>('/api/deals', deal)).body.id;
  await firm.admin.post(`/api/deals/${dealId}/notes`, { text: `Again ${typed}` });
  const work = { note: `He has ${typed}`, mainNeed: typed, nextStep: { text: `Ring ${typed}`, dueAt: null } };
  expect((await firm.admin.patch(`/api/calls/${callId}`, work)).status).toBe(200);
  await firm.server.idle();
  const scopes = { 'numbers.see': 'none', 'audit.read': 'all' };
  role = (await firm.admin.post<OwnRole>('/api/roles', { name: 'Sees no numbers', base: 'manager', scopes })).body;
});
afterAll(() => firm?.close());

/** Every address that can be read, with real records in it. */
async function addresses(): Promise<string[]> {
  const debt = await firm.onlyDebt();
  const ids: [RegExp, string][] = [
    [/^\/api\/contacts/, client.id],
    [/^\/api\/organisations/, organisation.id],
    [/^\/api\/calls/, callId],
    [/^\/api\/missed-calls/, debt.id],
    [/^\/api\/tasks/, taskId],
    [/^\/api\/deals/, dealId],
    [/^\/api\/users/, firm.anna.userId],
    [/^\/api\/agents/, firm.anna.agentId ?? ''],
  ];
  const paths = firm.server.routes
    .filter(({ method, permission }) => method === 'get' && permission !== 'public')
    .map(({ path }) => path.replace(/\{\w+\}/g, ids.find(([fits]) => fits.test(path))?.[1] ?? 'none'));
  return [
    ...paths,
    '/api/contacts?q=Ivan',
    '/api/contacts?q=550101',
    '/api/contacts/lookup?number=5550101',
    '/api/contacts/duplicates?phone=5550101&name=Ivan%20Masked',
    '/api/search?q=550202',
    '/api/search?q=Ivan',
    '/api/search?q=Vega',
    `/api/calls?contactId=${client.id}`,
    '/api/audit?limit=200',
    '/api/audit/events?limit=200',
  ];
}

async function tellTales(by: TestClient): Promise<string[]> {
  const told: string[] = [];
  for (const address of await addresses()) {
    const reply = await by.get(address);
    expect(reply.status, address).toBeLessThan(500);
    if (whole(reply.body).length > 0) told.push(address);
  }
  return told;
}

describe('without the right to see numbers', () => {
  it('[ACC-1] no address answers with a whole number; with it, these do', async () => {
    const open = await tellTales(firm.admin);
    // So that the walk is known to look at what there is to see.
    for (const path of [
      `/api/contacts/${client.id}`,
      `/api/contacts/${client.id}/timeline`,
      `/api/organisations/${organisation.id}`,
      `/api/tasks/${taskId}`,
      `/api/deals/${dealId}`,
      `/api/deals/${dealId}/timeline`,
      '/api/calls',
      `/api/calls/${callId}`,
      `/api/calls/${callId}/card`,
      '/api/missed-calls',
      '/api/search?q=550202',
      '/api/audit?limit=200',
      '/api/audit/events?limit=200',
    ])
      expect(open).toContain(path);
    await give(firm.manager, role.id);
    expect(await tellTales(firm.manager)).toEqual([]);
    await give(firm.manager, null);
  });

  it('[ACC-1] the end of a number stays, and the search still finds by it', async () => {
    await give(firm.manager, role.id);
    const { body } = await firm.manager.get<Contact>(`/api/contacts/${client.id}`);
    expect(body.phones.map(({ raw }) => raw)).toEqual(['+7 9** *** ** 02', '* (***) ***-**-01']);
    expect(body.phones.map(({ e164 }) => e164)).toEqual(['+7 9** *** ** 02', '+7 9** *** ** 01']);
    const found = await firm.manager.get<{ items: { id: string; subtitle: string }[] }>('/api/search?q=9165550202');
    expect(found.body.items).toMatchObject([{ id: client.id }]);
    expect(found.body.items[0]?.subtitle).toContain('+7 9** *** ** 02');
    await give(firm.manager, null);
  });

  it('[ACC-1] a number is not spelt out by a filter, nor read in a note', async () => {
    const noted = await firm.admin.post(`/api/contacts/${client.id}/notes`, { text: 'Wife: 8 (916) 555-02-02' });
    expect(noted.status).toBe(201);
    await give(firm.manager, role.id);
    const count = (condition: object) =>
      firm.manager.post('/api/segments/count', {
        record: 'contact',
        filter: { all: [{ field: 'phone', ...condition }] },
      });
    expect(await count({ is: 'begins', value: '+7916555' })).toMatchObject({ status: 422 });
    expect(await count({ is: 'is', value: '+7 916 555-02-02' })).toMatchObject({ status: 200, body: { count: 1 } });
    expect(await count({ is: 'country', value: ['RU'] })).toMatchObject({ status: 200, body: { count: 1 } });
    const fields = await firm.manager.get<{ items: { key: string; operators: string[] }[] }>(
      '/api/fields?record=contact',
    );
    expect(fields.body.items.find(({ key }) => key === 'phone')?.operators).not.toContain('begins');
    const notes = await firm.manager.get(`/api/contacts/${client.id}/notes`);
    expect(JSON.stringify(notes.body)).toContain('Wife: * (***) ***-**-02');
    expect(whole((await firm.manager.get(`/api/contacts/${client.id}/timeline`)).body)).toEqual([]);
    await give(firm.manager, null);
    expect(whole((await firm.admin.get(`/api/contacts/${client.id}/notes`)).body)).toEqual(['9165550202']);
  });

  it('[ACC-1] a masked number that is sent back keeps the number; one without its id is refused', async () => {
    await give(firm.manager, role.id);
    const { body } = await firm.manager.get<Contact>(`/api/contacts/${client.id}`);
    const phones = body.phones.map(({ id, raw, kind, primary, doNotCall }) => ({ id, raw, kind, primary, doNotCall }));
    const kept = await firm.manager.patch<Contact>(`/api/contacts/${client.id}`, { phones: [...phones].reverse() });
    expect(kept.status).toBe(200);
    const nameless = phones.map(({ id: _id, ...phone }) => phone);
    const lost = await firm.manager.patch(`/api/contacts/${client.id}`, { phones: nameless });
    expect(lost).toMatchObject({ status: 422, body: { error: { code: 'phones.masked' } } });
    await give(firm.manager, null);
    const after = await firm.admin.get<Contact>(`/api/contacts/${client.id}`);
    expect(after.body.phones.map(({ e164 }) => e164)).toEqual(['+79165550101', '+79165550202']);
    expect(after.body.phones.map(({ id }) => id).sort()).toEqual(client.phones.map(({ id }) => id).sort());
  });

  it('[ACC-1] a text that is edited with its stars keeps the number; one whose number cannot be told is refused', async () => {
    await give(firm.manager, role.id);
    const texts: [path: string, fields: string[]][] = [
      [`/api/tasks/${taskId}`, ['title', 'description']],
      [`/api/deals/${dealId}`, ['title', 'mainInterest']],
      [`/api/calls/${callId}`, ['note', 'mainNeed']],
      [`/api/contacts/${client.id}`, ['notes', 'mainNeed']],
      [`/api/organisations/${organisation.id}`, ['notes']],
    ];
    for (const [path, fields] of texts) {
      const shown = (await firm.manager.get<Record<string, string>>(path)).body;
      const edited = Object.fromEntries(fields.map((field) => [field, `Now: ${shown[field]}`]));
      const saved = await firm.manager.patch<Record<string, string>>(path, edited);
      expect(saved.status, JSON.stringify(saved.body)).toBe(200);
      expect(whole(saved.body)).toEqual([]);
      expect((await firm.manager.get<Record<string, string>>(path)).body).toMatchObject(edited);
      const kept = (await firm.admin.get<Record<string, string>>(path)).body;
      for (const field of fields) {
        expect(kept[field], `${path} ${field}`).toContain('Now: ');
        expect(kept[field], `${path} ${field}`).toContain(typed);
      }
      const strange = await firm.manager.patch(path, { [fields[0]!]: 'Call +7 9** *** ** 55' });
      expect(strange, path).toMatchObject({
        status: 422,
        body: { error: { code: 'access.masked_number_unclear', fields: { [fields[0]!]: expect.any(String) } } },
      });
      expect((await firm.admin.get<Record<string, string>>(path)).body[fields[0]!]).toBe(kept[fields[0]!]);
    }
    const { nextStep } = (await firm.manager.get<Call>(`/api/calls/${callId}`)).body;
    const again = { nextStep: { text: `Please ${nextStep?.text}`, dueAt: null } };
    expect((await firm.manager.patch(`/api/calls/${callId}`, again)).status).toBe(200);
    await give(firm.manager, null);
    expect((await firm.admin.get<Call>(`/api/calls/${callId}`)).body.nextStep?.text).toBe(`Please Ring ${typed}`);
  });

  it('[ACC-1] [ACC-2] one number is revealed, and each time is written down', async () => {
    await give(firm.manager, role.id);
    const [phone] = client.phones;
    const path = `/api/contacts/${client.id}/phones/${phone?.id}/reveal`;
    const shown = await firm.manager.post<{ e164: string }>(path);
    expect(shown).toMatchObject({ status: 200, body: { e164: phone?.e164 } });
    const ofOrganisation = `/api/organisations/${organisation.id}/phones/${organisation.phones[0]?.id}/reveal`;
    expect((await firm.manager.post<{ e164: string }>(ofOrganisation)).body.e164).toBe('+74957770303');
    expect((await firm.manager.post(`/api/contacts/${client.id}/phones/phn_none/reveal`)).status).toBe(404);
    const events = await firm.admin.get<{ items: AuditEvent[] }>('/api/audit/events?kind=number');
    expect(events.body.items.map(({ action, record }) => [action, record.title])).toEqual([
      ['number.revealed', 'Vega'],
      ['number.revealed', 'Ivan Masked'],
    ]);
    const scopes = { 'numbers.see': 'none', 'numbers.reveal': 'none' };
    await firm.admin.patch(`/api/roles/${role.id}`, { scopes });
    expect((await firm.manager.post(path)).status).toBe(403);
    await firm.admin.patch(`/api/roles/${role.id}`, { scopes: { 'numbers.see': 'none', 'audit.read': 'all' } });
    await give(firm.manager, null);
  });

  it('[ACC-1] [TEL-5] calls are placed by the id of a number, of a call and of a debt; never by what is masked', async () => {
    await give(firm.anna, role.id);
    const place = (body: object) => firm.anna.post('/api/calls', body);
    const last = async () => ((await firm.lastOriginate()) as { to: string } | undefined)?.to;
    const byPhone = await place({ phoneId: client.phones.find(({ e164 }) => e164 === '+79165550202')?.id });
    expect(byPhone.status, JSON.stringify(byPhone.body)).toBe(201);
    expect(whole(byPhone.body)).toEqual([]);
    expect(await last()).toBe('+79165550202');
    expect((await place({ callId })).status).toBe(201);
    expect(await last()).toBe('+79165550101');
    expect(await place({ to: '+7 9** *** ** 02' })).toMatchObject({
      status: 422,
      body: { error: { code: 'calls.number_needed' } },
    });
    expect(await place({ phoneId: 'phn_none' })).toMatchObject({ status: 422 });
    await give(firm.anna, null);
  });

  it('[ACC-1] live: the own call shows its number and no other, a colleague’s shows none', async () => {
    await give(firm.anna, role.id);
    await give(firm.manager, role.id);
    const [anna, manager] = [await firm.anna.live(), await firm.manager.live()];
    expect(whole(anna.snapshot)).toEqual([]);
    expect(whole(manager.snapshot)).toEqual([]);
    const call = callFacts({ journal: book, from: '+79165550202', name: '89165550202', at: now() });
    const bridge = await connectBridge(firm.server, { bridgeId: book.bridgeId, journalId: book.journalId });
    await bridge.send([call.started(), call.ringing('PJSIP/101')]);
    await firm.server.idle();
    const { event } = await anna.event((message) => message.event.name === 'call.offered');
    expect(event).toMatchObject({
      payload: { call: { from: { e164: '+79165550202' } }, card: { number: { e164: '+79165550202' } } },
    });
    // The client's other number stays masked within the card.
    expect(whole(event)).toEqual(['9165550202']);
    await manager.event((message) => message.event.name === 'call.changed');
    const mine = await firm.anna.get(`/api/calls/${call.callId}`);
    expect(whole(mine.body)).toEqual(['9165550202']);
    await bridge.send([call.answered('PJSIP/101'), call.ended()]);
    await firm.server.idle();
    expect(whole((await firm.anna.get(`/api/calls/${call.callId}`)).body)).toEqual([]);
    await firm.missed('+79165550101');
    expect(whole(manager.events)).toEqual([]);
    expect(manager.events.length).toBeGreaterThan(2);
    for (const link of [anna, manager, bridge]) link.close();
    await give(firm.anna, null);
    await give(firm.manager, null);
  });
});
