/** The base over HTTP: the firm's own lists and fields, organisations of a person, holdings, notes, what calls tell. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Contact, Organisation } from '../../server/contract/contacts.contract.ts';
import type { CustomField } from '../../server/contract/custom-fields.contract.ts';
import type { DirectoryEntry } from '../../server/contract/directories.contract.ts';
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
const person = async (body: object) => (await firm.anna.post<Contact>('/api/contacts', body)).body;
const organisation = async (body: object) => (await firm.anna.post<Organisation>('/api/organisations', body)).body;
const field = async (body: object) => (await firm.admin.post<CustomField>('/api/custom-fields', body)).body;

describe('[CRM-1] life-cycles', () => {
  it('own ones are added, used at once, and stay on records when they are switched off', async () => {
    const made = await firm.admin.post<DirectoryEntry>('/api/directories', {
      directory: 'lifecycle',
      label: 'Журналист',
      colour: '#1a7f37',
    });
    expect(made.body).toMatchObject({ key: 'zhurnalist', active: true, position: 7 });
    const contact = await person({ name: 'Press One', lifecycle: 'zhurnalist' });
    expect(contact.lifecycle).toBe('zhurnalist');
    await firm.admin.patch(`/api/directories/${made.body.id}`, { active: false });
    const refused = await firm.anna.post('/api/contacts', { name: 'Press Two', lifecycle: 'zhurnalist' });
    expect(refusal(refused.body)).toMatchObject({
      code: 'contacts.invalid',
      fields: { lifecycle: expect.any(String) },
    });
    const renamed = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { name: 'Press 1' });
    expect(renamed.body).toMatchObject({ name: 'Press 1', lifecycle: 'zhurnalist' });
  });

  it('the one that new people begin with cannot be switched off, and a word is not given twice', async () => {
    const { items } = (await firm.anna.get<{ items: DirectoryEntry[] }>('/api/directories?directory=lifecycle')).body;
    const lead = items.find((entry) => entry.key === 'lead')!;
    const refused = await firm.admin.patch(`/api/directories/${lead.id}`, { active: false });
    expect(refusal(refused.body).code).toBe('directories.needed');
    const entry = { directory: 'source', label: 'Радио' };
    expect((await firm.admin.post('/api/directories', entry)).status).toBe(201);
    expect(refusal((await firm.admin.post('/api/directories', { ...entry, label: 'радио' })).body).code).toBe(
      'directories.label_taken',
    );
    const other = await firm.admin.post<DirectoryEntry>('/api/directories', { directory: 'source', label: 'TV' });
    const rename = (label: string) => firm.admin.patch(`/api/directories/${other.body.id}`, { label });
    for (const taken of ['РАДИО', 'exhibition', 'Salon'])
      expect(refusal((await rename(taken)).body).code, taken).toBe('directories.label_taken');
    expect((await rename('tv')).status).toBe(200);
  });

  it('reasons of a loss and results of a call are not named twice either, nor renamed to a name that is taken', async () => {
    const lists = [
      ['/api/loss-reasons', 'loss_reasons.name_taken', (name: string) => ({ name })],
      ['/api/dispositions', 'dispositions.label_taken', (label: string) => ({ label, code: label.toLowerCase() })],
    ] as const;
    for (const [path, code, body] of lists) {
      expect((await firm.admin.post(path, body('Moved'))).status).toBe(201);
      const { id } = (await firm.admin.post<{ id: string }>(path, body('Closed'))).body;
      const again = body('MOVED');
      expect(refusal((await firm.admin.post(path, 'code' in again ? { ...again, code: 'm2' } : again)).body).code).toBe(
        code,
      );
      const { code: _code, ...name } = body('moved') as { code?: string };
      expect(refusal((await firm.admin.patch(`${path}/${id}`, name)).body).code).toBe(code);
      expect((await firm.admin.patch(`${path}/${id}`, { active: false })).status).toBe(200);
    }
  });
});

describe('[CRM-1] organisations', () => {
  it('a person belongs to several with a role in each, and every one shows its people', async () => {
    const [first, second, third] = [
      await organisation({ name: 'First Mill' }),
      await organisation({ name: 'Second Mill' }),
      await organisation({ name: 'Third Mill' }),
    ];
    const otherRoles = [
      { organisationId: second.id, role: '  Board   member ' },
      { organisationId: first.id, role: 'left out: it is the first one' },
    ];
    const contact = await person({ name: 'Olga Several', role: 'Director', organisationId: first.id, otherRoles });
    expect(contact.otherRoles).toEqual([
      { organisationId: second.id, organisationName: 'Second Mill', role: 'Board member' },
    ]);
    const shown = await firm.anna.get<Organisation>(`/api/organisations/${second.id}`);
    expect(shown.body.contacts).toEqual([{ id: contact.id, name: 'Olga Several', role: 'Board member' }]);
    // Made the first one, it is no further one any more.
    const moved = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { organisationId: second.id });
    expect(moved.body).toMatchObject({ organisationName: 'Second Mill', otherRoles: [] });
    const unknown = [{ organisationId: 'org_nowhere' }, { organisationId: third.id }];
    const refused = await firm.anna.patch(`/api/contacts/${contact.id}`, { otherRoles: unknown });
    expect(refusal(refused.body).fields).toHaveProperty('otherRoles.0.organisationId');
  });

  it('holdings stand above, and never in a circle', async () => {
    const holding = await organisation({ name: 'Holding' });
    const middle = await organisation({ name: 'Middle', parentId: holding.id });
    const below = await organisation({ name: 'Below', parentId: middle.id });
    expect(middle.parent).toEqual({ id: holding.id, name: 'Holding' });
    const shown = await firm.anna.get<Organisation>(`/api/organisations/${holding.id}`);
    expect(shown.body.children).toEqual([{ id: middle.id, name: 'Middle' }]);
    const list = await firm.anna.get<{ items: Organisation[] }>(`/api/organisations?parentId=${middle.id}`);
    expect(list.body.items.map(({ name }) => name)).toEqual(['Below']);
    for (const parentId of [below.id, middle.id, holding.id]) {
      const refused = await firm.anna.patch(`/api/organisations/${holding.id}`, { parentId });
      expect(refusal(refused.body).fields).toEqual({ parentId: 'belongs to this organisation itself' });
    }
  });

  it('addresses: one is the primary one, and what cannot be an address is refused', async () => {
    const addresses = [
      { text: ' Lenina 1 ', kind: 'legal' },
      { text: 'Mira 2', country: 'RU', primary: true },
    ];
    const made = await organisation({ name: 'Addressed', addresses, website: 'mill.example' });
    expect(made.addresses).toMatchObject([
      { text: 'Lenina 1', kind: 'legal', primary: false },
      { text: 'Mira 2', kind: 'other', country: 'RU', primary: true },
    ]);
    const refused = await firm.anna.post('/api/organisations', { name: 'X', addresses: [{ text: '', country: 'ru' }] });
    expect(Object.keys(refusal(refused.body).fields ?? {})).toEqual(['addresses.0.text', 'addresses.0.country']);
  });
});

describe('[CRM-1] numbers', () => {
  it('one that reaches nobody is marked and kept so; a zone chosen for a number is in force', async () => {
    const raw = '8 (912) 555-00-01';
    const contact = await person({ name: 'Zoned', phones: [{ raw, invalid: true, timeZone: 'Asia/Tokyo' }] });
    expect(contact.phones).toMatchObject([{ invalid: true, timeZone: 'Asia/Tokyo', timeZones: ['Asia/Tokyo'] }]);
    const again = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { phones: [{ raw }] });
    expect(again.body.phones).toMatchObject([{ invalid: true, timeZone: 'Asia/Tokyo' }]);
    const back = [{ raw, invalid: false, timeZone: null }];
    const cleared = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, { phones: back });
    expect(cleared.body.phones).toMatchObject([{ invalid: false, timeZone: null }]);
    const zoned = await firm.anna.patch<Contact>(`/api/contacts/${contact.id}`, {
      phones: [{ raw, timeZone: 'Asia/Tokyo' }],
    });
    expect(zoned.body.effectiveTimeZone).toEqual({ zone: 'Asia/Tokyo', because: 'own' });
    const refused = await firm.anna.post('/api/contacts', { name: 'X', phones: [{ raw, timeZone: 'Moon/Sea' }] });
    expect(refusal(refused.body).fields).toHaveProperty('phones.0.timeZone');
  });
});

describe('[CRM-3] custom fields', () => {
  it('one is added, filled in at once by anybody, and changed while people work', async () => {
    const made = await field({ record: 'contact', label: 'Годовой бюджет', type: 'money' });
    expect(made).toMatchObject({ key: 'godovoy_byudzhet', position: 1, version: 1 });
    const contact = await person({ name: 'Rich', custom: { godovoy_byudzhet: '1 250,5' } });
    expect(contact.custom).toEqual({ godovoy_byudzhet: '1250.50' });
    const renamed = await firm.admin.patch<CustomField>(`/api/custom-fields/${made.id}`, {
      label: 'Budget',
      version: 1,
    });
    expect(renamed.body).toMatchObject({ label: 'Budget', key: 'godovoy_byudzhet', version: 2 });
    const stale = await firm.admin.patch(`/api/custom-fields/${made.id}`, { label: 'X', version: 1 });
    expect(refusal(stale.body).code).toBe('custom-fields.stale');
    await firm.admin.patch(`/api/custom-fields/${made.id}`, { active: false });
    const refused = await firm.anna.patch(`/api/contacts/${contact.id}`, { custom: { godovoy_byudzhet: '1' } });
    expect(refusal(refused.body).fields).toEqual({ 'custom.godovoy_byudzhet': 'is switched off' });
    const kept = await firm.anna.get<Contact>(`/api/contacts/${contact.id}`);
    expect(kept.body.custom).toEqual({ godovoy_byudzhet: '1250.50' });
  });

  it('only what is given changes, on organisations as well, and the change is audited with both values', async () => {
    await field({ record: 'organisation', label: 'Size', type: 'choice', options: ['Small', 'Large'] });
    await field({ record: 'organisation', label: 'Rating', type: 'number' });
    const made = await organisation({ name: 'Sized', custom: { size: 'large', rating: 3 } });
    const after = await firm.anna.patch<Organisation>(`/api/organisations/${made.id}`, { custom: { size: 'small' } });
    expect(after.body.custom).toEqual({ size: 'small', rating: 3 });
    const audit = await firm.admin.get<{ items: { before: unknown; after: unknown }[] }>(
      `/api/audit?record=${made.id}`,
    );
    expect(audit.body.items[0]).toMatchObject({
      before: { custom: { size: 'large', rating: 3 } },
      after: { custom: { size: 'small', rating: 3 } },
    });
  });

  it('a field without a choice, and choices of a field that has none, are refused', async () => {
    const none = await firm.admin.post('/api/custom-fields', { record: 'deal', label: 'X', type: 'choice' });
    expect(refusal(none.body).fields).toEqual({ options: 'must hold one choice at least' });
    const some = { record: 'deal', label: 'X', type: 'text', options: ['a'] };
    expect(refusal((await firm.admin.post('/api/custom-fields', some)).body).fields).toHaveProperty('options');
  });
});

describe('[CRM-9] wishes, complaints, competitor prices', () => {
  it('are notes of their kind on the time-line; a complaint is settled and opened again', async () => {
    const contact = await person({ name: 'Unhappy', satisfaction: 2, birthday: '1980-05-17', mainNeed: 'Oak' });
    expect(contact).toMatchObject({ satisfaction: 2, birthday: '1980-05-17', mainNeed: 'Oak' });
    const path = `/api/contacts/${contact.id}/notes`;
    const note = (await firm.anna.post<{ id: string }>(path, { kind: 'complaint', text: 'Late again' })).body;
    await firm.anna.post(path, { kind: 'competitor-price', text: 'Mill: 4 200' });
    const timeline = async () =>
      (
        await firm.anna.get<{ items: { kind: string; noteKind?: string; resolvedAt?: string | null }[] }>(
          `/api/contacts/${contact.id}/timeline`,
        )
      ).body.items.filter(({ kind }) => kind === 'note');
    expect((await timeline()).map(({ noteKind }) => noteKind).sort()).toEqual(['competitor-price', 'complaint']);
    const settled = await firm.anna.patch<{ resolvedAt: string | null }>(`${path}/${note.id}`, { resolved: true });
    expect(settled.body.resolvedAt).not.toBeNull();
    expect((await timeline()).find(({ noteKind }) => noteKind === 'complaint')?.resolvedAt).toBe(
      settled.body.resolvedAt,
    );
    const again = await firm.anna.patch<{ resolvedAt: string | null }>(`${path}/${note.id}`, { resolved: false });
    expect(again.body.resolvedAt).toBeNull();
    expect((await firm.boris.patch(`${path}/not_none`, { resolved: true })).status).toBe(404);
  });
});

describe('[CRM-4] what the calls of a person tell', () => {
  const activity = async (id: string) => (await firm.maria.get<Contact>(`/api/contacts/${id}`)).body.activity;

  it('is counted when a call ends, and again when a number brings earlier calls along or takes them away', async () => {
    const missed = callFacts({ journal: book, from: '8 (912) 777-00-01', queue: 'sales' });
    const events = [missed.started(), missed.ringing('PJSIP/101')];
    missed.wait(5);
    await bridge.send([...events, missed.ended()]);
    const contact = await person({ name: 'Caller', phones: [{ raw: '+7 912 777-00-01' }] });
    await server.idle();
    expect(await activity(contact.id)).toMatchObject({ calls: 1, reached: 0, attempts: 0, lastReachedAt: null });
    const reached = callFacts({ journal: book, from: '8 (912) 777-00-01', at: '2026-03-02T10:00:00.000Z' });
    const talk = [reached.started(), reached.ringing('PJSIP/101'), reached.answered('PJSIP/101')];
    reached.wait(30);
    await bridge.send([...talk, reached.ended()]);
    await server.idle();
    expect(await activity(contact.id)).toMatchObject({
      calls: 2,
      reached: 1,
      lastReachedAt: '2026-03-02T10:00:30.000Z',
    });
    await firm.anna.patch(`/api/contacts/${contact.id}`, { phones: [] });
    await server.idle();
    expect(await activity(contact.id)).toMatchObject({ calls: 0, reached: 0, lastCallAt: null });
  });
});
